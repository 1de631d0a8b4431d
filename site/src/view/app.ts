import { html, nothing, render, type TemplateResult } from "lit";
import { Playground } from "../playground.ts";
import { saveText } from "../save.ts";
import { Theme } from "../theme.ts";
import { type CardActions, card } from "./card.ts";
import { diff, sides } from "./comparison.ts";
import { header } from "./header.ts";
import { marked, type MarkedActions, type Spot, spotsOf } from "./marked.ts";
import { placeCard } from "./place-card.ts";
import { source } from "./source.ts";
import { status } from "./status.ts";
import { tools, views } from "./toolbar.ts";
import { verdict } from "./verdict.ts";

/** How long the pointer must rest on a spot, and may be away from it, milliseconds. */
const PEEK_AFTER = 120;
const PEEK_UNTIL = 250;

/** The page: draws the playground anew after every change and turns what people do into calls on it. */
export class App {
  private readonly playground = new Playground(() => this.draw());
  private readonly theme = new Theme();
  /** The spot that the Tab key reaches. */
  private current = 0;
  /** The spot whose card is shown: pinned by a click or key, or only while the pointer is near. */
  private shown: { spot: number; pinned: boolean } | undefined;
  private peeking = 0;
  private drawing = false;
  private dropping = false;

  constructor(private readonly root: HTMLElement) {}

  start(): void {
    this.acceptDrops();
    addEventListener("resize", () => this.draw());
    document.addEventListener("pointerdown", ({ target }) => {
      if (this.shown?.pinned && !(target as Element).closest(".card, .spot")) this.close(false);
    });
    this.draw();
    void this.playground.load();
  }

  /** Once a frame at most. */
  private draw(): void {
    if (this.drawing) return;
    this.drawing = true;
    queueMicrotask(() => {
      this.drawing = false;
      render(this.page(), this.root);
      placeCard(this.root);
    });
  }

  private page(): TemplateResult {
    const { playground } = this;
    return html`
      ${header(this.theme.dark, { toggleTheme: () => this.toggleTheme() })}
      <main class=${this.dropping ? "dropping" : ""}>
        <div class="desk">
          ${views(playground, (view) => this.show(view))} ${status(playground)}
          <div class="sheet">${this.sheet()}</div>
        </div>
        <aside aria-label="What was found">
          ${playground.found === undefined ? introduction : nothing} ${verdict(playground, (start) => this.showPassage(start))}
          ${tools(playground, {
            showFrom: (minProbability) => this.reset(() => playground.showFrom(minProbability)),
            chooseAll: (accept) => playground.chooseAll(accept),
            copy: () => void this.copy(),
            download: () => saveText(playground.repaired, playground.fileName),
          })}
        </aside>
      </main>
      <footer class="colophon">Everything happens in this page. Nothing you paste leaves it.</footer>
      <p class="for-readers" role="status">${playground.announcement}</p>
    `;
  }

  private sheet(): unknown {
    const { playground } = this;
    if (playground.view === "text") {
      return source(playground, {
        type: (text) => this.reset(() => playground.edit(text)),
        read: () => this.read(),
        readAs: (format) => playground.readAs(format),
        openFile: (file) => void this.openFile(file),
        tryExample: ({ text }) => {
          playground.edit(text);
          this.read();
        },
      });
    }
    if (playground.found === undefined) return html`<div class="prose waiting">${playground.source}</div>`;
    if (playground.view === "sides") return sides(playground);
    if (playground.view === "diff") return diff(playground);
    const spot = this.shown && spotsOf(playground)[this.shown.spot];
    return html`${marked(playground, this.current, this.shown?.spot, this.markedActions)} ${spot ? card(spot, this.cardActions) : nothing}`;
  }

  private readonly markedActions: MarkedActions = {
    open: (spot, byKeyboard) => this.open(spot, byKeyboard),
    peek: (spot) => {
      if (this.shown?.pinned) return;
      clearTimeout(this.peeking);
      this.peeking = window.setTimeout(
        () => {
          this.shown = spot === undefined ? undefined : { spot, pinned: false };
          this.draw();
        },
        spot === undefined ? PEEK_UNTIL : PEEK_AFTER,
      );
    },
    key: (event, spot) => this.key(event, spot),
  };

  private readonly cardActions: CardActions = {
    choose: (text) => this.choose(this.shown!.spot, () => text),
    close: () => this.close(true),
    step: (by) => this.step(this.shown!.spot + by, true),
    enter: () => clearTimeout(this.peeking),
    leave: () => this.markedActions.peek(undefined),
  };

  private key(event: KeyboardEvent, spot: number): void {
    const actions: Record<string, () => void> = {
      ArrowRight: () => this.step(spot + 1, false),
      ArrowDown: () => this.step(spot + 1, false),
      ArrowLeft: () => this.step(spot - 1, false),
      ArrowUp: () => this.step(spot - 1, false),
      Home: () => this.step(0, false),
      End: () => this.step(Number.POSITIVE_INFINITY, false),
      Enter: () => this.open(spot, true),
      " ": () => this.open(spot, true),
      a: () => this.choose(spot, ({ replacement }) => replacement),
      r: () => this.choose(spot, ({ observed }) => observed),
      Escape: () => this.close(true),
    };
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  }

  private choose(spot: number, what: (edit: Extract<Spot, { kind: "edit" }>["edit"]) => string): void {
    const there = spotsOf(this.playground)[spot];
    if (there?.kind === "edit") this.playground.choose(there.edit, what(there.edit));
  }

  private open(spot: number, byKeyboard: boolean): void {
    clearTimeout(this.peeking);
    this.current = spot;
    this.shown = { spot, pinned: true };
    this.draw();
    if (byKeyboard) queueMicrotask(() => this.root.querySelector<HTMLElement>(".card input:checked, .card button")?.focus());
  }

  private close(focus: boolean): void {
    this.shown = undefined;
    this.draw();
    if (focus) this.focusSpot();
  }

  /** To another spot, its card shown when one is. */
  private step(to: number, cardShown: boolean): void {
    this.current = Math.max(0, Math.min(to, spotsOf(this.playground).length - 1));
    if (cardShown || this.shown?.pinned) this.shown = { spot: this.current, pinned: true };
    this.draw();
    if (cardShown) queueMicrotask(() => this.root.querySelector(`[data-spot="${this.current}"]`)?.scrollIntoView({ block: "nearest" }));
    else this.focusSpot();
  }

  private focusSpot(): void {
    queueMicrotask(() => this.root.querySelector<HTMLElement>(`[data-spot="${this.current}"]`)?.focus());
  }

  private showPassage(start: number): void {
    const spot = spotsOf(this.playground).findIndex((there) => there.start >= start);
    this.playground.show("marked");
    if (spot >= 0) this.step(spot, false);
  }

  private show(view: Playground["view"]): void {
    this.shown = undefined;
    this.playground.show(view);
    if (view !== "text" && this.playground.found === undefined) void this.playground.read();
  }

  private toggleTheme(): void {
    this.theme.toggle();
    this.draw();
  }

  /** A card belongs to spots that are no more. */
  private reset(change: () => void): void {
    this.shown = undefined;
    change();
  }

  private read(): void {
    this.current = 0;
    this.shown = undefined;
    void this.playground.read();
  }

  private async openFile(file: File): Promise<void> {
    this.playground.edit(await file.text(), file.name);
    this.read();
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.playground.repaired);
      this.playground.announce("Copied.");
    } catch {
      this.playground.announce("The browser does not let this page copy. Download the text instead.");
    }
  }

  private acceptDrops(): void {
    const over = (dropping: boolean) => (event: DragEvent) => {
      event.preventDefault();
      if (this.dropping === dropping) return;
      this.dropping = dropping;
      this.draw();
    };
    document.addEventListener("dragover", over(true));
    document.addEventListener("dragleave", (event) => event.relatedTarget === null && over(false)(event));
    document.addEventListener("drop", (event) => {
      over(false)(event);
      const file = event.dataTransfer?.files[0];
      const text = event.dataTransfer?.getData("text/plain") ?? "";
      if (file !== undefined) void this.openFile(file);
      else if (text !== "") {
        this.playground.edit(text);
        this.read();
      }
    });
  }
}

const introduction = html`<section class="introduction">
  <h2>What it does</h2>
  <p>
    “The US state division stated the warfare should finish” once read “The US State Department said the war must end”. Paste such a text, and every
    swapped word is marked, with what stood there before, how sure that is, and why.
  </p>
  <p>Clean text comes through untouched.</p>
</section>`;
