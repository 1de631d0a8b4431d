import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What the built page may do: load its own files, compile WebAssembly, and nothing else. The browser sees to it that no text leaves the page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Not while developing, when Vite writes styles into the page. */
const policy: Plugin = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [{ tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: POLICY }, injectTo: "head-prepend" }],
};

export default defineConfig({
  root: path("."),
  base: "./", // wherever it is put
  plugins: [policy],
  resolve: { alias: { ungarble: path("../dist/browser.js") } }, // what is published, as `npm run build` made it
  server: { fs: { allow: [path("..")] } },
  build: { outDir: path("dist"), emptyOutDir: true, target: "es2022", assetsInlineLimit: 0 },
});
