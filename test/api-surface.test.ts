import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const file = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const ENTRIES = ["index", "browser", "config", "esbuild"].map((name) => `dist/${name}.d.ts`);
const built = ENTRIES.every((name) => existsSync(file(name)));

interface Exported {
  name: string;
  symbol: ts.Symbol;
  typeOnly: boolean;
}

const program = ts.createProgram(
  ENTRIES.map(file).filter((name) => existsSync(name)),
  { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, strict: true, exactOptionalPropertyTypes: true, types: [] },
);
const checker = program.getTypeChecker();

function exportsOf(entry: string): Exported[] {
  const source = program.getSourceFile(file(entry))!;
  return checker
    .getExportsOfModule(checker.getSymbolAtLocation(source)!)
    .map((exported) => ({
      name: exported.name,
      symbol: exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported,
      typeOnly: exported.declarations!.some((declaration) => ts.isExportSpecifier(declaration) && declaration.isTypeOnly),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const FORMAT = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope | ts.TypeFormatFlags.WriteArrayAsGenericType;
const shown = (type: ts.Type): string => checker.typeToString(type, undefined, FORMAT);

/** What a user can see of an export: its kind, and its members or its signature. */
function described({ name, symbol, typeOnly }: Exported): string {
  const { flags } = symbol;
  if (flags & ts.SymbolFlags.Class) return `${typeOnly ? "type-only class" : "class"} ${name}${members(symbol)}`;
  if (flags & ts.SymbolFlags.Interface) return `interface ${name}${members(symbol)}`;
  if (flags & ts.SymbolFlags.TypeAlias)
    return `type ${name} = ${checker.typeToString(checker.getDeclaredTypeOfSymbol(symbol), undefined, FORMAT | ts.TypeFormatFlags.InTypeAlias)}\n`;
  return `${flags & ts.SymbolFlags.Function ? "function" : "const"} ${name}: ${shown(checker.getTypeOfSymbol(symbol))}\n`;
}

function members(symbol: ts.Symbol): string {
  const type = checker.getDeclaredTypeOfSymbol(symbol) as ts.InterfaceType;
  const bases = (checker.getBaseTypes(type) ?? []).map(shown);
  const lines = type.symbol.members
    ? [...type.symbol.members.values()]
        .filter(isPublic)
        .map((member) => `  ${member.name}${isOptional(member) ? "?" : ""}: ${shown(checker.getTypeOfSymbol(member))}\n`)
    : [];
  return `${bases.length > 0 ? ` extends ${bases.join(", ")}` : ""}\n${lines.sort().join("")}`;
}

const isOptional = (member: ts.Symbol): boolean => (member.flags & ts.SymbolFlags.Optional) !== 0;

const isPublic = ({ flags, declarations }: ts.Symbol): boolean =>
  (flags & (ts.SymbolFlags.Property | ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)) !== 0 &&
  !declarations!.some((declaration) => ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected));

describe.skipIf(!built)("what the package exports", () => {
  it.each(ENTRIES)("is what is written down: %s (a change that is meant: npx vitest run test/api-surface.test.ts -u)", async (entry) => {
    const surface = exportsOf(entry).map(described).join("\n");
    expect(surface.length).toBeGreaterThan(20);
    await expect(surface).toMatchFileSnapshot(`api/${entry.slice("dist/".length, -".d.ts".length)}.txt`);
  });

  it.each(ENTRIES)("as a class or another value is there when it runs: %s", async (entry) => {
    const values = exportsOf(entry).filter(({ symbol, typeOnly }) => symbol.flags & ts.SymbolFlags.Value && !typeOnly);
    const there = await import(/* @vite-ignore */ file(entry.replace(".d.ts", ".js")));
    expect(values.map(({ name }) => name)).toEqual(Object.keys(there).sort());
  });

  it.each(ENTRIES)("as a class is more than a type, so that instanceof works: %s", (entry) => {
    const classes = exportsOf(entry).filter(({ symbol }) => symbol.flags & ts.SymbolFlags.Class);
    expect(classes.filter(({ typeOnly }) => typeOnly).map(({ name }) => name)).toEqual([]);
  });
});
