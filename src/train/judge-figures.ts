import { LogisticRegression, type LogisticRegressionTables } from "../model/logistic-regression.js";
import { logistic, toLog } from "../log-prob.js";
import type { JudgeExample } from "./judge.js";

/** How well probabilities tell what is right. */
export interface Figures {
  /** Mean of -log P(label), nats. */
  logLoss: number;
  /** P(a right one has a higher probability than a wrong one). */
  auc: number;
}

export interface GroupFigures {
  group: string;
  /** Proposals. */
  count: number;
  /** Share of them that is right. */
  right: number;
  before: Figures;
  after: Figures;
}

/** Log loss and AUC on every group by a model of the other groups, and on all together at the end. */
export function crossValidated(examples: readonly JudgeExample[], train: (some: readonly JudgeExample[]) => LogisticRegressionTables): GroupFigures[] {
  const groups = [...new Set(examples.map(({ group }) => group))].sort();
  const found = groups.map((group) => {
    const model = new LogisticRegression(train(examples.filter((example) => example.group !== group)));
    const own = examples.filter((example) => example.group === group);
    const judged = own.flatMap(({ rows, labels }) =>
      rows.map((row, i) => ({ label: labels[i]!, before: logistic(row[0]!), after: model.probability(Float32Array.from(row)) })),
    );
    return { group, judged: judged.filter(({ label }) => label >= 0) };
  });
  const all = { group: "all", judged: found.flatMap(({ judged }) => judged) };
  return [...found, all].map(({ group, judged }) => {
    const labels = judged.map(({ label }) => label);
    return {
      group,
      count: judged.length,
      right: labels.reduce((sum, label) => sum + label, 0) / Math.max(1, judged.length),
      before: figures(
        labels,
        judged.map(({ before }) => before),
      ),
      after: figures(
        labels,
        judged.map(({ after }) => after),
      ),
    };
  });
}

export function figures(labels: readonly number[], probabilities: readonly number[]): Figures {
  const logLoss = labels.reduce((sum, label, i) => sum - toLog(label === 1 ? probabilities[i]! : 1 - probabilities[i]!), 0) / Math.max(1, labels.length);
  const order = labels.map((_, i) => i).sort((a, b) => probabilities[a]! - probabilities[b]!);
  let below = 0; // wrong ones so far
  let pairs = 0;
  for (let at = 0; at < order.length; ) {
    let end = at;
    while (end < order.length && probabilities[order[end]!] === probabilities[order[at]!]) end++;
    const same = order.slice(at, end);
    const right = same.filter((i) => labels[i] === 1).length;
    pairs += right * (below + (same.length - right) / 2);
    below += same.length - right;
    at = end;
  }
  const positives = labels.filter((label) => label === 1).length;
  return { logLoss, auc: pairs / Math.max(1, positives * (labels.length - positives)) };
}
