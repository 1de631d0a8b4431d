const GAP = 8;

/** Puts the card below its spot, or above where there is no room; on small screens the style sheet keeps it at the foot of the page. */
export function placeCard(root: HTMLElement): void {
  const card = root.querySelector<HTMLElement>(".card");
  const spot = root.querySelector<HTMLElement>(".spot.shown")?.getClientRects()[0];
  const sheet = root.querySelector<HTMLElement>(".sheet")?.getBoundingClientRect();
  if (card === null || spot === undefined || sheet === undefined) return;
  const { offsetWidth: width, offsetHeight: height } = card;
  const left = Math.max(GAP, Math.min(spot.left - sheet.left, sheet.width - width - GAP));
  const below = spot.bottom + GAP + height <= innerHeight || spot.top - GAP - height < 0;
  card.style.setProperty("--left", `${left}px`);
  card.style.setProperty("--top", `${below ? spot.bottom - sheet.top + GAP : spot.top - sheet.top - GAP - height}px`);
}
