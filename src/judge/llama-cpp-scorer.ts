import { type LogProb, toLog } from "../log-prob.js";
import { type CausalScorer, ScorerError, type Scores } from "./causal-scorer.js";

export interface LlamaCppOptions {
  /** The GGUF file's path. */
  file: string;
  /** Threads. Default: node-llama-cpp's. */
  threads?: number;
  /** Tokens that are read in at most, the options one by one. Default 1024, which holds the longest window deep mode reads in with room to spare. */
  contextSize?: number;
  /** The graphics processor to use, as node-llama-cpp has it. Default `"auto"`. */
  gpu?: "auto" | "metal" | "cuda" | "vulkan" | false;
}

/** What is used of node-llama-cpp 3. */
interface LlamaModule {
  getLlama(options: { gpu: string | false; logLevel: string; build: "never" }): Promise<{
    loadModel(options: { modelPath: string }): Promise<LlamaModel>;
    dispose(): Promise<void>;
  }>;
}
type Token = number;
interface LlamaModel {
  tokens: { bos: Token | null; eos: Token | null };
  tokenize(text: string, specialTokens: boolean, options?: "trimLeadingSpace"): Token[];
  createContext(options: { contextSize: number; threads?: number; sequences: number }): Promise<{ getSequence(): LlamaSequence }>;
}
interface LlamaSequence {
  nextTokenIndex: number;
  adaptStateToTokens(tokens: Token[], allowShift: boolean): Promise<void>;
  controlledEvaluate(
    input: (Token | [Token, { generateNext: AskedFor }])[],
  ): Promise<(undefined | { next: { logits?: Map<Token, number>; totalLogitWeight?: number } })[]>;
}

/** The logit of a token, that of the likeliest (selected at temperature 0), and Σ exp(logit - likeliest logit). */
interface AskedFor {
  logits: { filter: { tokens: Token[]; includeSelected: true } };
  totalLogitWeight: true;
  options: { temperature: 0 };
}

const PACKAGE: string = "node-llama-cpp"; // not a literal, so that bundlers leave it alone

/**
 * Makes a scorer of a GGUF file, read by llama.cpp. Needs the package node-llama-cpp, which is loaded here and nowhere else.
 *
 * @throws ScorerError when node-llama-cpp is not installed or the file cannot be loaded
 * @example
 * const repairer = await createRepairer({ judge: await llamaCppScorer({ file: "SmolLM2-135M.Q8_0.gguf" }) });
 */
export async function llamaCppScorer({ file, threads, contextSize = 1024, gpu = "auto" }: LlamaCppOptions): Promise<CausalScorer> {
  const { getLlama } = await import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE).then(
    (module) => module as LlamaModule,
    (error: Error) => {
      throw new ScorerError(file, `the package node-llama-cpp cannot be loaded (${error.message})`, "run `npm install node-llama-cpp`");
    },
  );
  try {
    const llama = await getLlama({ gpu, logLevel: "error", build: "never" });
    const model = await llama.loadModel({ modelPath: file });
    const context = await model.createContext({ contextSize, sequences: 1, ...(threads === undefined ? {} : { threads }) });
    return new LlamaCppScorer(file, model, context.getSequence(), contextSize);
  } catch (error) {
    throw new ScorerError(file, `cannot be loaded (${(error as Error).message})`, "name a GGUF file that node-llama-cpp reads");
  }
}

class LlamaCppScorer implements CausalScorer {
  /** A sequence reads one thing at a time: a call waits for the one before. */
  private last: Promise<unknown> = Promise.resolve();
  private readonly start: Token[];

  constructor(
    private readonly file: string,
    private readonly model: LlamaModel,
    private readonly sequence: LlamaSequence,
    private readonly contextSize: number,
  ) {
    // Texts of a model's training begin after this token. The bos of SmolLM2-Instruct begins a turn of a dialogue; <|endoftext|> stands between texts.
    const between = model.tokenize("<|endoftext|>", true);
    const first = between.length === 1 ? between[0]! : (model.tokens.bos ?? model.tokens.eos);
    this.start = first === null ? [] : [first];
  }

  score(left: string, options: readonly string[], right: string): Promise<Scores> {
    const scores = this.last.then(() => this.read(left, options, right));
    this.last = scores.catch(() => undefined);
    return scores;
  }

  private async read(left: string, options: readonly string[], right: string): Promise<Scores> {
    const rows = options.map((option) => [...this.start, ...this.model.tokenize(left + option + right, false)]);
    let shared = 0;
    while (rows.every((row) => row.length > shared + 1 && row[shared] === rows[0]![shared])) shared++;
    const longest = Math.max(...rows.map((row) => row.length));
    const cut = Math.min(Math.max(0, longest - this.contextSize), Math.max(0, shared - 1));
    const logProbs: LogProb[] = [];
    let tokensRead = 0;
    try {
      for (const row of rows) {
        const tokens = row.slice(cut);
        const { sum, read } = await this.readRow(tokens, shared - cut);
        logProbs.push(sum);
        tokensRead += read;
      }
    } catch (error) {
      throw new ScorerError(this.file, `the model failed (${(error as Error).message})`, "use a model that fits into memory");
    }
    return { logProbs, tokensRead };
  }

  /** Σ log P of the tokens from `first` on, each given those before it. */
  private async readRow(tokens: Token[], first: number): Promise<{ sum: LogProb; read: number }> {
    // The last token before `first` is read again, for what comes after it.
    await this.sequence.adaptStateToTokens(tokens.slice(0, Math.max(0, first - 1)), false);
    const from = this.sequence.nextTokenIndex;
    const input = tokens.slice(from, -1).map((token, k): Parameters<LlamaSequence["controlledEvaluate"]>[0][number] => {
      const next = from + k + 1;
      const asked: AskedFor = { logits: { filter: { tokens: [tokens[next]!], includeSelected: true } }, totalLogitWeight: true, options: { temperature: 0 } };
      return next < first ? token : [token, { generateNext: asked }];
    });
    const output = await this.sequence.controlledEvaluate(input);
    let sum: LogProb = 0;
    for (let k = 0; k < input.length; k++) {
      const next = output[k]?.next;
      if (!next?.logits || next.totalLogitWeight === undefined) continue;
      const max = Math.max(...next.logits.values());
      sum += next.logits.get(tokens[from + k + 1]!)! - max - toLog(next.totalLogitWeight);
    }
    return { sum, read: input.length };
  }
}
