import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ScorerError } from "../../src/judge/causal-scorer.js";
import { endpointScorer } from "../../src/judge/endpoint-scorer.js";

let server: Server | undefined;

/** An endpoint on loopback that answers as told. */
async function endpoint(answer: (body: Record<string, unknown>, response: ServerResponse, request: IncomingMessage) => void): Promise<string> {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    answer(JSON.parse(body), response, request);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/completions`;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** The toy model: a token is a word with the space before it; log P is minus its length. */
function completions({ prompt }: Record<string, unknown>, response: ServerResponse): void {
  const choices = (prompt as string[]).map((text, index) => {
    const tokens = text.match(/\s*\S+|\s+$/g) ?? [];
    return { index, text, logprobs: { tokens, token_logprobs: tokens.map((token, i) => (i === 0 ? null : -token.length)) } };
  });
  response.setHeader("content-type", "application/json").end(JSON.stringify({ choices: choices.reverse() }));
}

describe("an endpoint", () => {
  it("is asked for the log-probabilities of the prompts, and its sums are told apart from what the prompts share", async () => {
    let asked: unknown;
    let authorization: unknown;
    const url = await endpoint((body, response, request) => {
      asked = body;
      authorization = request.headers.authorization;
      completions(body, response);
    });
    const scores = await endpointScorer({ url, model: "toy", key: "secret" }).score("The two sides end the", [" war", " warfare"], " now.");
    // " war" + " now." = 4 + 5, " warfare" + " now." = 8 + 5; five tokens are shared and read once
    expect(scores).toEqual({ logProbs: [-9, -13], tokensRead: 5 + 2 + 2 });
    expect(asked).toEqual({
      model: "toy",
      prompt: ["The two sides end the war now.", "The two sides end the warfare now."],
      max_tokens: 0,
      temperature: 0,
      echo: true,
      logprobs: 1,
    });
    expect(authorization).toBe("Bearer secret");
  });

  it("that tells what it did not read anew is believed", async () => {
    const usage = { prompt_tokens: 14, prompt_tokens_details: { cached_tokens: 9 } };
    const url = await endpoint(({ prompt }, response) => {
      const choices = (prompt as string[]).map((text, index) => ({ index, logprobs: { tokens: ["a", text], token_logprobs: [null, -1] } }));
      response.end(JSON.stringify({ choices, usage }));
    });
    expect(await endpointScorer({ url }).score("a", [" b", " c"], "")).toEqual({ logProbs: [-1, -1], tokensRead: 5 });
  });

  it.each([429, 500, 503])("that answers with status %i is asked again", async (status) => {
    let attempts = 0;
    const url = await endpoint((body, response) => {
      if (++attempts === 1) response.writeHead(status).end();
      else completions(body, response);
    });
    expect((await endpointScorer({ url }).score("a", [" b", " cc"], "")).logProbs).toEqual([-2, -3]);
    expect(attempts).toBe(2);
  });

  it.each([
    [
      "refuses",
      (_: unknown, response: ServerResponse) => response.writeHead(401).end("no such key"),
      /refused with status 401 \(no such key\); check the URL, the model's name and the key$/,
    ],
    [
      "answers with a page",
      (_: unknown, response: ServerResponse) => response.end("<html>"),
      /gave an answer that is no completion; give the URL of an OpenAI-compatible/,
    ],
    [
      "has no log-probabilities",
      (_: unknown, response: ServerResponse) => response.end('{"choices":[{"index":0,"text":"","logprobs":null}]}'),
      /answered without log-probabilities of the prompt; use an endpoint/,
    ],
    [
      "forgets a prompt",
      (body: Record<string, unknown>, response: ServerResponse) => completions({ prompt: (body.prompt as string[]).slice(1) }, response),
      /answered without log-probabilities/,
    ],
  ] as const)("that %s is not asked again, and the error says so", async (_, answer, message) => {
    let attempts = 0;
    const url = await endpoint((body, response) => {
      attempts++;
      answer(body, response);
    });
    const error = await endpointScorer({ url })
      .score("a", [" b", " c"], "")
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ScorerError);
    expect((error as Error).message).toMatch(message);
    expect((error as ScorerError).where).toBe(url);
    expect(attempts).toBe(1);
  });

  it("that gives no answer in time fails", async () => {
    const url = await endpoint(() => {});
    await expect(endpointScorer({ url, timeout: 50, retries: 0 }).score("a", [" b"], "")).rejects.toThrow(/gave no answer in 50 ms/);
  });

  it("that breaks off or is not there fails", async () => {
    const url = await endpoint((_, response) => response.destroy());
    await expect(endpointScorer({ url, retries: 0 }).score("a", [" b"], "")).rejects.toThrow(/cannot be reached/);
    server!.close();
    await expect(endpointScorer({ url, retries: 1 }).score("a", [" b"], "")).rejects.toThrow(ScorerError);
  });

  it("with settings that make no sense is refused at once", () => {
    expect(() => endpointScorer({ url: "model.gguf" })).toThrow(/model\.gguf: is no http URL; give the completions URL/);
    expect(() => endpointScorer({ url: "http://localhost/v1/completions", timeout: -1 })).toThrow(/time-out of -1 ms/);
    expect(() => endpointScorer({ url: "http://localhost/v1/completions", retries: 0.5 })).toThrow(/0\.5 retries/);
  });
});
