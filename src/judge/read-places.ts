import type { LogProb } from "../log-prob.js";
import type { CausalScorer } from "./causal-scorer.js";
import { overlap, type Place, type WeighedProposal } from "./places.js";
import { RestoredText } from "./restored-text.js";
import { rightOf, windowStart } from "./window.js";

/** What the proposals of some places gain in the text around them. */
export interface Gains {
  /** Number of the proposal → log P(text with it) - log P(text as it stands there), nats. */
  gains: Map<number, LogProb>;
  tokensRead: number;
}

/** Calls already answered, so that a place whose surroundings stay as they were is not read twice. */
export type Memory = Map<string, LogProb[]>;

/** How much of the left side must be the same for an answer to hold still, UTF-16 units. */
const NEAR = 250;

/**
 * Reads places, from left to right, in the text as restored so far: every proposal against the text without it. Other edits made inside a place
 * stay wherever they do not overlap the proposal.
 *
 * @param made numbers of the proposals that are taken as made, sorted by place, never overlapping; none reaches over the edge of a place
 * @throws ScorerError when the model gives no answer
 */
export async function readPlaces(
  text: string,
  proposals: readonly WeighedProposal[],
  made: readonly number[],
  places: readonly Place[],
  scorer: CausalScorer,
  memory: Memory = new Map(),
): Promise<Gains> {
  const restored = new RestoredText(
    text,
    made.map((i) => proposals[i]!),
  );
  const gains = new Map<number, LogProb>();
  let tokensRead = 0;
  let from = 0;
  let next = 0;
  for (const place of places) {
    while (next < made.length && proposals[made[next]!]!.end <= place.start) next++;
    let past = next;
    while (past < made.length && proposals[made[past]!]!.start < place.end) past++;
    const inside = made.slice(next, past);
    const readings = place.proposals.map((i) => {
      const others = inside.filter((j) => !overlap(proposals[j]!, proposals[i]!));
      const without = written(text, proposals, place, others);
      const withIt = written(
        text,
        proposals,
        place,
        [...others, i].sort((a, b) => proposals[a]!.start - proposals[b]!.start),
      );
      return { i, without, withIt };
    });
    const end = restored.offset(place.start);
    from = windowStart(restored.text, from, end);
    const before = restored.text.slice(from, end);
    const left = before.trimEnd();
    const space = before.slice(left.length);
    const right = rightOf(restored.text, end + written(text, proposals, place, inside).length);
    const options = [...new Set(readings.flatMap(({ without, withIt }) => [without, withIt]))].map((option) => space + option);
    const key = JSON.stringify([left.slice(-NEAR), options, right]);
    let logProbs = memory.get(key);
    if (logProbs === undefined) {
      const scores = await scorer.score(left, options, right);
      logProbs = scores.logProbs;
      tokensRead += scores.tokensRead;
      memory.set(key, logProbs);
    }
    const of = (option: string): LogProb => logProbs[options.indexOf(space + option)]!;
    for (const { i, without, withIt } of readings) gains.set(i, of(withIt) - of(without));
  }
  return { gains, tokensRead };
}

/** A place's text with some proposals made. */
function written(text: string, proposals: readonly WeighedProposal[], place: Place, some: readonly number[]): string {
  let out = "";
  let at = place.start;
  for (const i of some) {
    const { start, end, replacement } = proposals[i]!;
    out += text.slice(at, start) + replacement;
    at = end;
  }
  return out + text.slice(at, place.end);
}
