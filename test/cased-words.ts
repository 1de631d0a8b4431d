/** Words that have capitals wherever they stand in prose; words that are also something else (march, bush, who) are none. Sorted. */
const WORDS = `
ABC ACA Afghan Afghanistan Afghans Africa African Africans AI Alabama America American Americans AP API April Arab Arabia Arabs Arizona Asia Asian
Asians Atlantic Australia Australian Australians Baltimore Barack BBC Beijing Benghazi Biden Blinken Brexit Britain British Britons Brussels Buttigieg
BuzzFeed California Canada Canadian Canadians Catholic Catholics CBO CBS CEO CEOs CFO Chicago Chinese Christian Christians Christmas CIA Clinton
Clintons CNN Colorado Covid DACA December Democrat Democrats DHS DNA Donald Ebola Edward Egypt Egyptian Elizabeth England English EU Europe European
Europeans Facebook FBI FDA February FEC FIFA FISA Florida France French Friday Fridays Gallup Gaussian GDP German Germans Germany Giuliani Google GOP
GPS GSA Hamas Hampshire Hawaii Hezbollah HHS Hispanic Hispanics HIV Hollywood I Illinois India Indian Indians Instagram iPad iPhone iPhones Iran
Iranian Iranians Iraq Iraqi Iraqis Ireland Irish IRS ISIL Islam Islamic Islamist Islamists Islamophobia Israel Israeli Israelis Italian Italians Italy
January Japan Japanese Jesus Jew Jewish Jews Kentucky Korea Korean Koreans Kremlin Kurdish Latino Latinos Lebanon LGBT LGBTQ Libya London Manafort
Maryland Massachusetts McConnell Medicaid Medicare Mexican Mexicans Mexico Microsoft Mohammed Monday Mondays MPs Mr MRI Mrs Ms Muslim Muslims NAFTA
NASA NATO Nazi Nazis NBC Nevada NFL NHS November NPR Obama Obamacare October OPEC Palestinian Palestinians Paris PCR Pelosi Pentagon Philippines
Podesta Putin Qaeda Reagan Republicans RNC Romney Russia Russian Russians Saturday Saturdays Saudi Saudis Schiff Scotland Scottish Senate September
Snowden Soviet Spain Spanish Sunday Sundays Sunni Syria Syrian Syrians Texas Thanksgiving Thursday Thursdays Trump Tuesday Tuesdays TV Twitter UFO UK
Ukraine Ukrainian Ukrainians UNESCO UNICEF USA Vladimir Volodymyr Wales Washington Watergate Wednesday Wednesdays WTO Yale YouTube
`;

/** The same of several words, whose words alone may stand in small letters. Sorted. */
const PHRASES = `
Al Qaeda
Bill Clinton
European Union
Hong Kong
House and Senate
House of Commons
House of Representatives
Islamic State
Joe Biden
Los Angeles
Middle East
Mitch McConnell
Nancy Pelosi
New Hampshire
New York
North Korea
North Korean
President Barack
President Donald
President Joe
President Obama
President Trump
Puerto Rico
San Francisco
Saudi Arabia
South Korea
South Korean
Supreme Court
United Kingdom
United Nations
United States
Wall Street
White House
`;

/** Lower case → as it is written. */
export const CASED_WORDS: ReadonlyMap<string, string> = new Map(
  WORDS.trim()
    .split(/\s+/)
    .map((word) => [word.toLowerCase(), word]),
);
export const CASED_PHRASES: ReadonlyMap<string, string> = new Map(
  PHRASES.trim()
    .split("\n")
    .map((phrase) => [phrase.toLowerCase(), phrase]),
);

/** A phrase with the capitals that these words have. Contractions of "i" and possessives follow their word. */
export function inItsCase(phrase: string): string {
  const single = phrase.replace(/(?<![\p{L}-])\p{L}+(?![\p{L}-])/gu, (word) => (word === word.toLowerCase() ? (CASED_WORDS.get(word) ?? word) : word));
  let cased = single;
  for (const [small, proper] of CASED_PHRASES) cased = cased.replace(new RegExp(`(?<![\\p{L}-])${small}(?![\\p{L}-])`, "giu"), proper);
  return cased;
}
