import { noChange } from "lit";
import { Directive, directive, type ElementPart, type PartInfo, PartType } from "lit/directive.js";

/** Sets CSS variables of an element through its style object: a style attribute is what a strict policy forbids. */
class Variables extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error("variables stands in an element's tag");
  }

  render(_values: Record<string, string | number>): unknown {
    return noChange;
  }

  override update(part: ElementPart, [values]: [Record<string, string | number>]): unknown {
    for (const [name, value] of Object.entries(values)) (part.element as HTMLElement).style.setProperty(name, String(value));
    return noChange;
  }
}

export const variables = directive(Variables);
