import { describe, expect, it } from "vitest";
import { formFields } from "../src/text/form-fields.js";

const found = (text: string): string[] => formFields(text).map(({ start, end }) => text.slice(start, end));

describe("form fields", () => {
  it.each([
    ["Dear {first name} of {company name}", ["{first name}", "{company name}"]],
    ["{Order Dates}, {E-MAIL ADDRESSES}, {home cities}", ["{Order Dates}", "{E-MAIL ADDRESSES}", "{home cities}"]],
    ["{order dates}", ["{order dates}"]],
    ["{e-mail addresses}", ["{e-mail addresses}"]],
    ["{home cities}", ["{home cities}"]],
    ["{of name}", ["{of name}"]],
    ["[first name] and [sales agent]", ["[first name]"]],
    ["{first  name}", ["{first  name}"]],
    ["in {number of days} days", ["{number of days}"]],
    ["{your name} and {in the city}", ["{your name}"]],
    ["Hi {first name|there} { last name }", ["{first name|there}", "{ last name }"]],
    ["[order\nnumber] and «Customer Full Name»", ["[order\nnumber]", "«Customer Full Name»"]],
    ["%first name%, %%last name%%", ["%first name%", "%%last name%%"]],
  ])("are found in %j", (text, fields) => {
    expect(found(text)).toEqual(fields);
  });

  it("in braces tell of others in braces", () => {
    expect(found("{first name} met {sales agent} at [sales desk]")).toEqual(["{first name}", "{sales agent}"]);
    expect(found("{sales agent} met {state division}")).toEqual([]);
  });

  it.each([
    "He said {that a} deal was near {the city} and {had been} there.",
    "the {initial|first} half, {the initial|the first} name",
    "See [minister role](#a) and [state division role][b].",
    "[He] said [the company] was [sic] near.",
    "It rose 5% a name 6% more, 5%name% and %.",
    "« Bonjour », {} [] %% { } {name",
    "",
  ])("are not seen in %j", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("are looked for in a bounded stretch from any one place", () => {
    const time = (text: string): number => {
      const started = performance.now();
      formFields(text);
      return performance.now() - started;
    };
    for (const piece of ["{a ", "{a b c d e f g|", "[a", "%a b", "{ a  ", "« a"]) {
      const [short, long] = [piece.repeat(8_000), piece.repeat(64_000)];
      time(short);
      // Eight times the text: in proportion eight times, quadratic sixty-four; short times are noise.
      expect(time(long)).toBeLessThan(30 * Math.max(time(short), 10));
    }
  });
});
