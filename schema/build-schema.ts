import { writeFileSync } from "node:fs";
import { toJsonSchema } from "@valibot/to-json-schema";
import { configurationSchema } from "../src/cli/config/schema.js";

/** The JSON schema for editors, made from the check of the configuration: `npm run build:schema`. */
export function jsonSchema(): string {
  const schema = { $id: "https://unpkg.com/ungarble/schema/ungarble.schema.json", title: "Configuration of ungarble", ...toJsonSchema(configurationSchema, { errorMode: "ignore" }) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

if (import.meta.url === `file://${process.argv[1]}`) writeFileSync(new URL("ungarble.schema.json", import.meta.url), jsonSchema());
