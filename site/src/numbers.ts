/** A probability as people read it: never 0 or 100 % unless it is. */
export function percent(probability: number): string {
  if (probability > 0.99 && probability < 1) return `${Math.min(99.9, Math.floor(probability * 1000) / 10)} %`;
  if (probability < 0.01 && probability > 0) return "under 1 %";
  return `${Math.round(probability * 100)} %`;
}

export const count = (number: number, noun: string): string => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

/** How many times likelier, for a log-ratio in nats. */
export function timesLikelier(nats: number): string {
  const ratio = Math.exp(nats);
  if (ratio >= 1e6) return "more than a million times";
  const digits = ratio >= 10 ? 10 ** Math.floor(Math.log10(ratio)) : 1;
  return `${(Math.round(ratio / digits) * digits).toLocaleString("en")} times`;
}
