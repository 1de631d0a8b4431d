/** Saves a text under the name of the file it came from, marked as repaired. */
export function saveText(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: fileName.replace(/(\.\w+)?$/, ".repaired$1") });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
