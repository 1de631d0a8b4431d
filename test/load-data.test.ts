import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATA_FILES, DataError, type DataFile, type LoadProgress, readData, readDataSync, readsSync } from "../src/load-data.js";

const folder = fileURLToPath(new URL("../data/", import.meta.url));
const FILES: DataFile[] = Object.values(DATA_FILES);
const SMALL = DATA_FILES.ranker;
const small = readFileSync(folder + SMALL);

describe("the bundled data", () => {
  it("are the files of data/, all of them named, and nothing else", () => {
    const there = readdirSync(folder).filter((name) => name !== "README.md");
    expect(there.filter((name) => !(FILES as string[]).includes(name))).toEqual([]);
    // the compiled dictionary is a build's output
    expect(FILES.filter((name) => name !== DATA_FILES.dictionary && !there.includes(name))).toEqual([]);
  });

  it("are each written out as bundlers know it", () => {
    const source = readFileSync(new URL("../src/load-data.ts", import.meta.url), "utf8");
    expect(FILES.filter((name) => !source.includes(`new URL("../data/${name}", import.meta.url)`))).toEqual([]);
  });
});

describe("reading from disk", () => {
  it("gives the same bytes at once and later, from the package, a path and a URL", async () => {
    for (const directory of [undefined, folder, folder.replace(/\/$/, ""), new URL("../data/", import.meta.url)]) {
      expect(readsSync(directory, SMALL)).toBe(true);
      expect(Buffer.compare(readDataSync(directory, SMALL), small)).toBe(0);
      expect(Buffer.compare(await readData(directory, SMALL), small)).toBe(0);
    }
  });

  it("says what is missing, where, and the cure", async () => {
    const message = /\/nowhere\/english\.lm: cannot be read \(ENOENT.*npm run build/;
    expect(() => readDataSync("/nowhere", "english.lm")).toThrow(message);
    expect(() => readDataSync("/nowhere", "english.lm")).toThrow(DataError);
    await expect(readData("/nowhere", "english.lm")).rejects.toThrow(message);
  });
});

describe("reading from a server", () => {
  const server = createServer(({ url }, response) => {
    if (url === `/data/${SMALL}`) response.setHeader("content-length", small.length).end(small);
    else if (url === `/zipped/${SMALL}`) response.setHeader("content-encoding", "gzip").end(gzipSync(small));
    else if (url === `/app/${SMALL}`) response.setHeader("content-type", "text/html; charset=utf-8").end("<!doctype html>");
    else response.writeHead(404).end();
  });
  let origin = "";
  beforeAll(() =>
    new Promise<void>((done) => server.listen(0, "127.0.0.1", done)).then(() => void (origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  );
  afterAll(() => new Promise((done) => server.close(done)));

  it("gives the bytes and tells how far it is", async () => {
    const told: LoadProgress[] = [];
    const bytes = await readData(`${origin}/data`, SMALL, (progress) => told.push(progress));
    expect(Buffer.compare(bytes, small)).toBe(0);
    expect(told.at(-1)).toEqual({ file: SMALL, loaded: small.length, total: small.length });
    expect(told.map(({ loaded }) => loaded)).toEqual(told.map(({ loaded }) => loaded).sort((a, b) => a - b));
  });

  it("does not take a compressed length for the file's", async () => {
    const told: LoadProgress[] = [];
    expect(Buffer.compare(await readData(`${origin}/zipped/`, SMALL, (progress) => told.push(progress)), small)).toBe(0);
    expect(told.at(-1)).toEqual({ file: SMALL, loaded: small.length, total: undefined });
  });

  it("gives what a bundler wrote into the script, whole", async () => {
    const inlined = { [SMALL]: `data:application/octet-stream;base64,${small.toString("base64")}` };
    expect(Buffer.compare(await readData(inlined, SMALL), small)).toBe(0);
  });

  it("says what went wrong, where, and the cure", async () => {
    await expect(readData(`${origin}/none/`, SMALL)).rejects.toThrow(`${origin}/none/${SMALL}: cannot be fetched (status 404); serve the package's data/`);
    await expect(readData(`${origin}/app/`, SMALL)).rejects.toThrow("a page came instead");
    await expect(readData("http://127.0.0.1:1/", SMALL)).rejects.toThrow(DataError);
  });

  it("cannot be done at once", () => {
    expect(readsSync(`${origin}/data/`, SMALL)).toBe(false);
    expect(() => readDataSync(`${origin}/data/`, SMALL)).toThrow(DataError);
  });
});
