// textlint finds rules in a folder with --rulesdir; this one hands on the rule of the package.
export { default } from "ungarble/textlint";
