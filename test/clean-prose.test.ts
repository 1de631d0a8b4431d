import { describe, expect, it } from "vitest";
import { createRepairer } from "../src/index.js";

/** Words that spinners write, in prose where the author chose them. Written for this test. */
const PROSE: [register: string, sentences: string[]][] = [
  [
    "military history",
    [
      "Mao wrote the classic work on guerrilla warfare while his army was hiding in the mountains.",
      "The 82nd Airborne Division landed behind the beaches before dawn.",
      "Trench warfare had worn both armies down, and neither side could win the battle of the ridge.",
      "The general sent one division to the north and kept the other in reserve.",
      "By the finish of the campaign the regiment had lost half its men.",
    ],
  ],
  [
    "sport",
    [
      "The cup final was settled by a single goal in the last minute of extra time.",
      "She crossed the finish line with her arms in the air, two seconds outside the record.",
      "The home side had the better of the first half but could not find the net.",
      "He was sent off for a second yellow card, and the match ended in a draw.",
      "The final whistle brought the crowd to its feet.",
    ],
  ],
  [
    "business",
    [
      "Sales rose by four per cent in the third quarter, in line with expectations.",
      "The insurance division made a profit for the first time in three years.",
      "Analysts had forecast earnings of 52 cents a share, and the company earned 54.",
      "The board will meet next month to appoint a new chief executive.",
      "Demand for the new model remains strong, but the costs of raw materials are rising.",
    ],
  ],
  [
    "news",
    [
      "The prime minister said on Monday that the government would publish its plans before the end of the year.",
      "Police said two men had been arrested after a fire at a warehouse in the east of the city.",
      "The hospital was built in 1962 and serves about 300,000 people.",
      "Teachers voted to go on strike next week over pay and working conditions.",
      "The storm left thousands of homes without power, and several roads were closed by fallen trees.",
    ],
  ],
  [
    "science",
    [
      "The samples were heated to 900 degrees for two hours and then cooled slowly in air.",
      "We find no evidence that the drug reduces the risk of a second stroke.",
      "Light from the star passes through the planet's atmosphere, where sodium absorbs part of it.",
      "The neural network was trained on 50,000 images and tested on a further 10,000.",
      "A larger study is needed to confirm these results.",
    ],
  ],
  [
    "fiction",
    [
      "The old man sat by the window and watched the rain run down the glass.",
      "“You are late,” she said, without looking up from her book.",
      "He had walked for three days, and his boots were full of water.",
      "Nobody in the village would speak of the house on the hill.",
      "When the lamp went out they heard the door open, very slowly, below them.",
    ],
  ],
  [
    "advice",
    [
      "Chop the onions and fry them gently in butter until they are soft.",
      "Add the stock, bring it to the boil, and let it simmer for twenty minutes.",
      "Press the power button for five seconds until the light turns green.",
      "If you have lost your password, click the link below and follow the instructions.",
      "Keep this leaflet, as you may need to read it again.",
    ],
  ],
  [
    "letters",
    [
      "Thank you for your letter of 3 March, which arrived this morning.",
      "I am sorry to hear that your mother has been ill, and I hope she is better now.",
      "The children are back at school, so the house is quiet for once.",
      "We shall be in London for a few days in June and would love to see you.",
      "Please give my love to everyone at home.",
    ],
  ],
];

describe("clean prose comes back unchanged", async () => {
  const repairer = await createRepairer();

  it.each(PROSE)("%s", (_, sentences) => {
    for (const text of [sentences.join(" "), sentences.join("\n\n")]) {
      const { text: repaired, edits, verdict } = repairer.repair(text);
      expect(edits.map(({ observed, replacement }) => `${observed} → ${replacement}`)).toEqual([]);
      expect(repaired).toBe(text);
      expect(verdict.garbled).toBe(false);
    }
  });

  it("all registers one after another", () => {
    const text = PROSE.flatMap(([, sentences]) => sentences).join("\n");
    expect(repairer.repair(text).text).toBe(text);
  });

  it("hardly a sentence on its own looks garbled", () => {
    const sentences = PROSE.flatMap(([, list]) => list);
    const changed = sentences.filter((sentence) => repairer.repair(sentence).text !== sentence);
    expect(changed.length, changed.join("\n")).toBeLessThanOrEqual(2);
  });
});
