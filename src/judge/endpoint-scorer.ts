import { type CausalScorer, ScorerError, type Scores } from "./causal-scorer.js";

/** An HTTP endpoint with OpenAI's completions interface that returns log-probabilities of the prompt (`echo`): vLLM, llama.cpp's and others. */
export interface EndpointOptions {
  /** The completions URL, such as `http://127.0.0.1:8000/v1/completions`. */
  url: string;
  /** The model's name as the endpoint has it. Default: none is named. */
  model?: string;
  /** Sent as `Authorization: Bearer …`. Default: none. */
  key?: string;
  /** Milliseconds after which a request counts as failed. Default 30,000. */
  timeout?: number;
  /** How often a request that failed (no connection, time-out, status 429 or 5xx) is sent again, half a second later, then twice that. Default 2. */
  retries?: number;
}

interface Completions {
  choices: Choice[];
  usage?: { prompt_tokens?: number; prompt_tokens_details?: { cached_tokens?: number } | null } | null;
}

interface Choice {
  index: number;
  logprobs?: { tokens: string[]; token_logprobs: (number | null)[] } | null;
}

const RETRY_AFTER = 500;

/**
 * Makes a scorer of an OpenAI-compatible completions endpoint. The options of a call are sent as one request of several prompts.
 *
 * @throws ScorerError for a URL or numbers that make no sense
 * @example
 * const repairer = await createRepairer({ judge: endpointScorer({ url: "http://127.0.0.1:8000/v1/completions", model: "HuggingFaceTB/SmolLM2-135M" }) });
 * const { text } = await repairer.repairDeep(page);
 */
export function endpointScorer(options: EndpointOptions): CausalScorer {
  const { url, timeout = 30_000, retries = 2 } = options;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new ScorerError(String(url), "is no http URL", "give the completions URL, such as http://127.0.0.1:8000/v1/completions");
  }
  if (!(timeout > 0)) throw new ScorerError(url, `a time-out of ${timeout} ms makes no sense`, "give a positive number of milliseconds");
  if (!(Number.isInteger(retries) && retries >= 0)) throw new ScorerError(url, `${retries} retries make no sense`, "give 0 or a positive whole number");
  return {
    async score(left, given, right): Promise<Scores> {
      const prompts = given.map((option) => left + option + right);
      const { choices, usage } = await requestWithRetries({ ...options, timeout, retries }, prompts);
      const rows = prompts.map((_, i) => rowOf(url, choices, i));
      const shared = sharedBeginning(rows.map(({ tokens }) => tokens));
      const logProbs = rows.map(({ token_logprobs }) => token_logprobs.slice(shared).reduce<number>((sum, logProb) => sum + (logProb ?? 0), 0));
      const bad = logProbs.find((logProb) => !Number.isFinite(logProb));
      if (bad !== undefined) throw new ScorerError(url, `answered with a log-probability of ${bad}`, "check the model");
      const asked = usage?.prompt_tokens ?? rows.reduce((sum, { tokens }) => sum + tokens.length, 0);
      return { logProbs, tokensRead: asked - (usage?.prompt_tokens_details?.cached_tokens ?? (rows.length - 1) * shared) };
    },
  };
}

function rowOf(url: string, choices: readonly Choice[], i: number): NonNullable<Choice["logprobs"]> {
  const row = (choices.find(({ index }) => index === i) ?? choices[i])?.logprobs;
  if (!row || !Array.isArray(row.tokens) || !Array.isArray(row.token_logprobs) || row.tokens.length !== row.token_logprobs.length || row.tokens.length === 0) {
    throw new ScorerError(url, "answered without log-probabilities of the prompt", "use an endpoint and a model that support `echo` with `logprobs`");
  }
  return row;
}

/** How many tokens all rows begin with; they say the same of every option. */
function sharedBeginning(rows: readonly (readonly string[])[]): number {
  const shortest = Math.min(...rows.map((row) => row.length));
  let shared = 0;
  while (shared < shortest && rows.every((row) => row[shared] === rows[0]![shared])) shared++;
  return shared;
}

async function requestWithRetries(options: EndpointOptions & { timeout: number; retries: number }, prompts: readonly string[]): Promise<Completions> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await request(options, prompts);
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      if (attempt >= options.retries)
        throw new ScorerError(options.url, error.message, "check that the endpoint runs and is not overloaded, or raise the time-out");
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER * 2 ** attempt));
    }
  }
}

/** A failure that may be gone at the next attempt. */
class TransientError extends Error {}

async function request({ url, model, key, timeout }: EndpointOptions & { timeout: number }, prompts: readonly string[]): Promise<Completions> {
  const body = JSON.stringify({ ...(model === undefined ? {} : { model }), prompt: prompts, max_tokens: 0, temperature: 0, echo: true, logprobs: 1 });
  const headers = { "content-type": "application/json", ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) };
  const signal = AbortSignal.timeout(timeout);
  let answer: string;
  let response: Response;
  try {
    response = await fetch(url, { method: "POST", headers, body, signal });
    answer = await response.text();
  } catch (error) {
    throw new TransientError(signal.aborted ? `gave no answer in ${timeout} ms` : `cannot be reached (${reasonOf(error)})`);
  }
  if (response.status === 429 || response.status >= 500) throw new TransientError(`answered with status ${response.status}`);
  if (!response.ok)
    throw new ScorerError(url, `refused with status ${response.status} (${answer.slice(0, 200)})`, "check the URL, the model's name and the key");
  try {
    const completions = JSON.parse(answer) as Completions;
    if (Array.isArray(completions.choices)) return completions;
  } catch {
    // told below
  }
  throw new ScorerError(url, "gave an answer that is no completion", "give the URL of an OpenAI-compatible completions endpoint");
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
