import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readLines } from "../../src/cli/files/read-lines.js";
import { members, withMembers } from "../../src/cli/json-line.js";
import fc from "fast-check";
import { built, CLEAN, folder, GARBLED, shell, ungarble } from "./command.js";

describe.skipIf(!built)("ungarble stream", () => {
  const cwd = folder({});
  const stream = (input: string, ...flags: string[]) => {
    const { status, stdout, stderr } = ungarble(["stream", ...flags], { cwd, input });
    return {
      status,
      stderr,
      records: stdout
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    };
  };

  it("writes every object back in order, repaired, with edits and verdict", () => {
    const { status, stderr, records } = stream(`${JSON.stringify({ id: "a", text: GARBLED, more: [1] })}\n\n${JSON.stringify({ id: "b", text: CLEAN })}`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(records.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(records[0]).toMatchObject({ more: [1], text: expect.stringContaining("ended without a deal"), repair: { verdict: { garbled: true } } });
    for (const { start, end, observed } of records[0].repair.edits) expect(GARBLED.slice(start, end)).toBe(observed);
    expect(records[1]).toMatchObject({ text: CLEAN, repair: { edits: [], verdict: { garbled: false } } });
  });

  it("gives an error record for a malformed line and goes on", () => {
    const { status, records } = stream('{"id":1,"text":"Fine."}\n\n{"id":2,\n[1]\n{"id":3,"body":"x"}\n{"id":4,"text":5}\nnull\n{"id":6,"text":""}\r\n');
    expect(status).toBe(3);
    expect(records.map(({ id, error }) => [id, error?.line, error?.code])).toEqual([
      [1, undefined, undefined],
      [undefined, 3, "not-json"],
      [undefined, 4, "not-an-object"],
      [3, 5, "no-text"],
      [4, 6, "no-text"],
      [undefined, 7, "not-an-object"],
      [6, undefined, undefined],
    ]);
  });

  it("reads another field, and leaves the rest of the line as it was", () => {
    const { stdout } = ungarble(["stream", "--field", "body"], {
      cwd,
      input: '{ "n": 12345678901234567890, "__proto__": 1.0, "body": "Fine." , "repair": null }\n',
    });
    expect(stdout).toMatch(/^\{ "n": 12345678901234567890, "__proto__": 1\.0, "body": "Fine\." , "repair": \{.*\} \}\n$/);
  });

  it("bears lone surrogates and a reader that goes away", () => {
    expect(stream('\ufeff{"text":"a\u2028b"}').records[0].text).toBe("a\u2028b");
    expect(stream('{"text":"a \\ud800 b"}').records[0].text).toBe("a \ud800 b");
    const many = `${JSON.stringify({ text: GARBLED })}\n`.repeat(400);
    expect(shell("set -o pipefail; ungarble stream | head -n 2 | wc -l", { cwd, input: many })).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\s*2\n$/),
      stderr: "",
    });
  });
});

describe("readLines", () => {
  it("gives the lines however the bytes are cut, and only LF and CRLF end them", async () => {
    const text = fc.array(fc.constantFrom("a", "\u00e9", "\u{1f600}", "\u2028", "\r", "\n", "\r\n", "\u0085")).map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (whole, size) => {
        const bytes = Buffer.from(whole);
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
        const lines: string[] = [];
        for await (const line of readLines(Readable.from(chunks))) lines.push(line);
        const expected = whole.split("\n").map((line) => line.replace(/\r$/, ""));
        if (expected.at(-1) === "") expected.pop();
        expect(lines).toEqual(expected);
      }),
    );
  });
});

describe("withMembers", () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue());

  it("sets a member and nothing else, whatever the object", () => {
    fc.assert(
      fc.property(object, fc.string(), fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"), (value, key, set, space) => {
        const source = JSON.stringify(value, null, space);
        expect(JSON.parse(withMembers(source, { [key]: set }))).toEqual(
          JSON.parse(JSON.stringify(Object.defineProperty({ ...value }, key, { value: set, enumerable: true, configurable: true, writable: true }))),
        );
      }),
    );
  });

  it("finds every member where it stands", () => {
    fc.assert(
      fc.property(object, (value) => {
        const source = JSON.stringify(value);
        for (const { key, start, end } of members(source)) expect(JSON.stringify(value[key])).toBe(source.slice(start, end));
        expect(members(source).map(({ key }) => key)).toEqual(Object.keys(value));
      }),
    );
  });
});
