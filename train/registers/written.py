"""Registers that are hard to come by, written from patterns of our own: small, plain, and repetitive as such texts are.

A pattern is text with choices `[one|two|three]` (nested where need be) and slots `<name>` filled from LISTS; digits come from `#`.
"""

import random
import re
from collections.abc import Callable, Iterator

LISTS = {
    "first": "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Carlos Karen Daniel Nancy Matthew Lisa Anthony Betty Mark Sandra Paul Ashley Steven Emily Andrew Olga Kenneth Michelle Joshua Carol Kevin Amanda Brian Melissa George Deborah Yusuf Priya Ahmed Mei Ivan Fatima Liam Aisha Tomasz Ingrid".split(),
    "last": "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Kowalski Okafor Singh Haddad Novak Petrov Larsen".split(),
    "town": "Springfield|Riverton|Ashford|Milton|Clayton|Greenville|Dover|Kingston|Salem|Oakdale|Burlington|Hudson|Newport|Lexington|Bristol|Aurora|Fairview|Georgetown|Arlington|Leeds|Norwich|Exeter|Perth|Ballarat|Hamilton".split("|"),
    "street": "Main Street|Oak Avenue|Church Road|Station Road|Mill Lane|Elm Street|Park Avenue|Second Street|Cedar Drive|High Street|Maple Court|Victoria Road|Bridge Street|Lakeview Terrace|Route ##|Highway ##".split("|"),
    "day": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "month": "January February March April May June July August September October November December".split(),
    "year": [str(year) for year in range(1995, 2026)],
    "d": [str(day) for day in range(1, 29)],
    "age": [str(age) for age in range(18, 84)],
    "time": [f"{hour}:{minute:02d} {half}" for hour in range(1, 13) for minute in range(0, 60, 5) for half in ("a.m.", "p.m.")],
    "clock": [f"{hour:02d}:{minute:02d}:{second:02d}" for hour in range(24) for minute in range(0, 60, 7) for second in range(0, 60, 11)],
    "few": "two three four five six seven eight nine ten".split(),
    "n": [str(n) for n in range(2, 100)],
    "colour": "black white silver grey blue dark blue red green brown maroon".split(),
    "car": "Ford Focus|Toyota Corolla|Honda Civic|Volkswagen Golf|Chevrolet Malibu|Nissan Altima|pickup truck|delivery van|motorcycle|Subaru Outback|BMW saloon|minivan".split("|"),
    "team": "Rovers|United|City|Wanderers|Athletic|Hawks|Tigers|Bears|Eagles|Lions|Wildcats|Rangers|Raiders|Spartans|Cougars|Warriors".split("|"),
    "product": "desk lamp|backpack|office chair|water bottle|headset|cordless drill|tent|kettle|rain jacket|running shoe|keyboard|sleeping bag|frying pan|bookshelf|garden hose|vacuum cleaner|bicycle pump|toaster|yoga mat|suitcase".split("|"),
    "material": "aluminium|solid oak|stainless steel|recycled polyester|cotton|ABS plastic|leather|bamboo|cast iron|tempered glass|nylon|silicone".split("|"),
    "service": "sshd nginx kernel cron postgres dockerd systemd NetworkManager postfix/smtpd redis kubelet haproxy".split(),
    "host": "web01 db02 mail gateway app-3 node7 proxy1 build-agent cache02 edge4".split(),
    "ip": [f"10.{a}.{b}.{c}" for a in (0, 4, 12) for b in (1, 7, 33) for c in (5, 18, 77, 201)] + ["203.0.113.9", "198.51.100.24", "192.168.1.14"],
    "food": "onions|carrots|potatoes|tomatoes|mushrooms|chicken thighs|ground beef|salmon fillets|lentils|chickpeas|rice|pasta|zucchini|red peppers|spinach|leeks|pork shoulder|cod|eggplant|cauliflower".split("|"),
    "herb": "parsley|basil|thyme|cumin|paprika|rosemary|coriander|oregano|black pepper|chili flakes|dill|bay leaves|ginger|cinnamon|nutmeg".split("|"),
    "dish": "soup|stew|casserole|salad|pie|curry|bake|risotto|stir-fry|gratin|chowder".split("|"),
    "body": "City Council|Planning Board|School Committee|Parish Council|Library Board of Trustees|Finance Committee|Board of Directors|Residents' Association|Parent Teacher Association|Zoning Commission".split("|"),
    "topic": "the annual budget|road repairs on <street>|the new playground|parking fees|the library roof|the summer festival|street lighting|the water main|the audit report|fire safety|the bus timetable|membership dues|the website|the school boiler|the drainage ditch behind <street>".split("|"),
    "cat": "registration|payment|delivery|your account|your password|refunds|the warranty|your subscription|membership|a library card|parking|travel insurance|the app|your booking|invoices".split("|"),
}

POLICE = [
    "[On|At about <time> on] <day>, <month> <d>, [officers|deputies|police] [responded|were called|were dispatched] to [a report of|reports of] [a disturbance|shots fired|a traffic collision|a burglary|an assault|a missing person|a vehicle theft|a domestic incident] [in the ### block of|on|near] <street>[, <town>|].",
    "[Upon arrival|When they arrived], [officers|deputies] [located|found] [a|an adult] [male|female|man|woman] [with|suffering from] [a gunshot wound|minor injuries|a laceration to the left hand|no visible injuries].",
    "The [victim|complainant|driver|suspect], [a <age>-year-old [man|woman] from <town>|identified as <first> <last>, <age>, of <town>], was [taken to hospital|treated at the scene|transported to a local hospital] [in stable condition|with non-life-threatening injuries|for evaluation].",
    "The suspect is described as a [white|black|Hispanic|] male, [approximately|about] # feet ## inches tall, [wearing|last seen wearing] a <colour> [hooded sweatshirt|jacket|shirt] and [jeans|dark trousers].",
    "[Anyone with information|Witnesses] [is|are] [asked|urged] to [call|contact] [the police department|detectives|Detective <last>|the criminal investigations division] at 555-0### or [Crime Stoppers|submit a tip anonymously].",
    "[The investigation is ongoing|The matter remains under investigation|No arrests have been made|Enquiries are continuing]. [No further information is available at this time.|The identity of the deceased has not been released pending notification of next of kin.|]",
    "<first> <last>, <age>, [was arrested|was charged|was cited] [on suspicion of|with|for] [driving under the influence|burglary|theft|possession of a controlled substance|disorderly conduct|criminal damage|aggravated assault] and [booked into|was taken to] the [county jail|<town> police station].",
    "A <colour> <car> was [observed|seen] [leaving the scene|travelling at high speed|parked] [northbound|southbound|eastbound|westbound] on <street>.",
    "Detectives recovered [a handgun|several items of stolen property|a quantity of cash|a <colour> <car>|shell casings] [from the residence|at the scene|during a search of the property].",
    "[Police|Investigators] do not believe there is any [ongoing|further] [threat|danger] to the public.",
]
COURT = [
    "[The defendant|Mr. <last>|The appellant] [pleaded|entered a plea of] [guilty|not guilty] to [one count|two counts|# counts] of [theft|fraud|wire fraud|assault|perjury|obstruction of justice|burglary in the second degree].",
    "I, <first> <last>, of <street>, <town>, [declare|state] [under penalty of perjury|on oath] that the [following|foregoing] is true and correct to the best of my knowledge[ and belief|].",
    "I am [employed|a resident of <town> and employed] as a [nurse|driver|teacher|shop assistant|security guard|clerk] and have [held that position|lived at that address] since <year>.",
    "On <month> <d>, <year>, at [approximately|about] <time>, I [was standing|was walking|was seated|was driving] [outside the premises|on <street>|near the entrance|in my vehicle] when I [saw|observed|heard] [the defendant|a man I now know to be <first> <last>|a vehicle|two persons].",
    "I did not see [his|her|the driver's] face. I [was|had been] about ## metres away, and [the light was poor|it was raining|nothing obstructed my view].",
    "I [identified|recognised] [the person|the vehicle|the document] shown to me as [Exhibit|exhibit] [A|B|C|D].",
    "The court [finds|held|is satisfied] that [the motion is denied|the application is granted|the plaintiff has failed to state a claim|the evidence was properly admitted|the agreement was valid and enforceable].",
    "[Counsel for the plaintiff|Counsel for the defence|The prosecutor] [submitted|argued] that [the delay was unreasonable|the search was unlawful|the statute does not apply|the contract had been terminated].",
    "Sentencing [is scheduled for|was adjourned until] <month> <d>, <year>[, at <time>|]. [The defendant remains in custody.|Bail was continued on the same conditions.|]",
    "Pursuant to [section ##|Rule ##(b)|paragraph # of the order], [the parties shall|each party shall|the respondent must] [file|serve] [a written response|its evidence|a list of documents] within ## days[ of the date of this order|].",
    "This statement, consisting of # pages each signed by me, is [true|true to the best of my knowledge and belief].",
]
LOGS = [
    "[<month> <d> <clock>|<year>-0#-1#T<clock>Z] <host> <service>(####): [Accepted publickey for|Failed password for invalid user|Connection closed by|Received disconnect from] [admin|root|deploy|backup] [from|port] <ip> port #####",
    "[<clock>|<year>-0#-1# <clock>] [INFO|WARN|ERROR|DEBUG] [worker-#|main|scheduler|http-nio-80##-exec-#]: [Request completed|Retrying request|Connection refused|Timeout while waiting for response|Cache miss|Job finished|Starting server|Shutting down] [in ### ms|after # attempts|for key user:####|(status=[200|404|500|503])|on port ##0#]",
    "<ip> - - [<d>/[Jan|Feb|Mar|Apr|May]/<year>:<clock> +0000] \"[GET|POST] /[index.html|api/v#/users|login|static/app.js|images/logo.png] HTTP/1.1\" [200|301|304|404|500] ####",
    "kernel: ####.######: [usb #-#: new high-speed USB device number # using xhci_hcd|EXT4-fs (sda#): mounted filesystem with ordered data mode|eth0: link up, 1000 Mbps, full duplex|Out of memory: Killed process #### (node)]",
    "[systemd: |][Started|Stopped|Starting|Failed to start|Reloading] [Daily apt download activities|Cleanup of Temporary Directories|OpenSSH server daemon|PostgreSQL database server|Network Time Synchronization].",
    "[ERROR|FATAL]: [relation \"orders\" does not exist|deadlock detected|duplicate key value violates unique constraint \"users_email_key\"|could not connect to server: Connection refused] at character ##",
    "[npm WARN deprecated|warning:] [request@2.88.#: request has been deprecated|unused variable `result`|function declared static but never defined|peer dependency react@^1#.0.0 not installed]",
]
RECIPE = [
    "[Heat|Warm] [the oil|# tablespoons of olive oil|the butter] in a [large|heavy|deep] [pan|pot|skillet|saucepan] over [medium|medium-high|low] heat.",
    "[Add|Stir in|Tip in] the <food>[ and <food>|] and [cook|fry|sauté], [stirring often|stirring occasionally], [until soft|until golden brown|until fragrant], [about # minutes|# to ## minutes].",
    "[Season with|Add|Sprinkle with] [salt and pepper|<herb> and salt|<herb>, <herb> and a pinch of salt].",
    "[Pour in|Add] the [stock|cream|wine|coconut milk|water|broth] and bring to [a boil|the boil|a simmer].",
    "[Reduce the heat|Turn down the heat], cover and simmer for ## minutes[, or until the <food> are tender|].",
    "[Preheat the oven to|Heat the oven to] [350°F (175°C)|180°C/160°C fan/gas 4|425 degrees F|200°C]. [Grease|Line] a [baking dish|loaf tin|roasting tray][ with baking paper|].",
    "[Bake|Roast] for ## minutes[, turning once|, until bubbling and golden on top|]. [Let stand # minutes before serving.|]",
    "[Whisk|Beat|Mix] [the eggs and sugar|the flour, baking powder and salt|the dressing ingredients] [together|in a large bowl][ until smooth|].",
    "[Drain|Rinse|Peel and chop|Slice] the <food>[ and set aside|].",
    "[Serve|Serve hot|Serve warm|Serve at once] with [crusty bread|rice|a green salad|lemon wedges|a dollop of yogurt], [scattered|sprinkled] with [chopped |]<herb>.",
    "[# cups|### g|# lb|# large|## oz|#] <food>, [chopped|sliced|diced|peeled|finely chopped|cut into chunks]",
    "[# tsp|# tablespoon|a pinch of|#/2 teaspoon] [ground |dried |fresh |]<herb>",
    "[Serves #|Makes ##|Prep time: ## minutes|Cook time: ## minutes|Yield: # servings]",
]
MINUTES = [
    "[Minutes of the|Draft minutes of the] [regular|ordinary|special|annual general] meeting of the <town> <body>, held on <day>, <d> <month> <year> at <time>",
    "Present: [Cllr|Mr|Ms|Dr] <last> (Chair), <first> <last>, <first> <last>, <first> <last>. Apologies: <first> <last>.",
    "[The Chair|Chairperson <last>|The President] [called the meeting to order|opened the meeting] at <time>[ and welcomed everyone|]. [A quorum was present.|]",
    "[The minutes of the previous meeting|The minutes of <month> <d>] were [approved|approved as amended|read and accepted].",
    "[Matters arising|Item #]: <topic>. [The Clerk|<last>|The Treasurer] [reported|noted|advised] that [no reply had been received|the work was complete|quotes had been obtained from <few> contractors|costs had risen by # per cent|the matter had been referred to the county].",
    "[Motion by|Moved by] <last>, [second by|seconded by] <last>, to [approve the payment of invoices totalling $#,###.##|adopt the resolution|table the item until next month|accept the report|close the public hearing]. [Motion carried|Carried|Passed unanimously|Motion carried #-#][, with one abstention|].",
    "[Action|ACTION]: <last> to [write to the county about|obtain quotes for|report back on|circulate a paper on] <topic>.",
    "There [being|was] no further business, the meeting [adjourned|was closed] at <time>. [The next meeting will be held on <day>, <month> <d>.|]",
    "[Public comment|Public forum]: <first> <last> of <street> [asked about|spoke in favour of|objected to] <topic>.",
    "[Treasurer's report|Finance]: the balance [at the end of <month>|as of <month> <d>] was $##,###.##.",
]
TRANSCRIPT = [
    "[Q|THE COURT|MS. <last>|MR. <last>|INTERVIEWER|SPEAKER #|<first>|DR. <last>]: [And then what happened?|Could you state your name for the record?|Thank you. You may proceed.|I don't recall.|Yes, that's correct.|Objection, leading.|Sustained.|Let me just stop you there for a second.|Okay, so, um, what do you mean by that?|Right, right.|Good morning, everyone.]",
    "[A|THE WITNESS|MR. <last>|<first>|GUEST]: [Well, I mean, I think the thing is, we weren't really sure at the time.|I was there from about <time> until they closed.|Not that I remember, no.|I'd have to look at my notes.|You know, it was one of those days where nothing went right.|We moved to <town> in <year>, and I've been there ever since.|So we, we started with <few> people, and now there's ##.|It's, uh, it's hard to say.|Yeah. Yeah, absolutely.]",
    "[THE COURT|MODERATOR|HOST|<first>]: [Any questions from the floor?|We'll take a short recess.|Let's go to our next caller, <first> from <town>.|We'll come back to <topic> in a moment.|Go ahead.|(Laughter.) All right.|Is there anything you would like to add about <topic>?]",
    "[MR. <last>|MS. <last>|Q|<first>]: [Did you speak to anyone about <topic>?|How long have you lived on <street>?|I'm showing you what has been marked as Exhibit ##. Do you recognise it?|How did you first get involved with <topic>?|And was that before or after <month> of <year>?|I want to ask you about what you said on <day>.]",
]
LEARNER = [
    "Hello, my name is <first> and I am <age> years old. I [live|am living] in [a|the] small city near <town> [since|from] <few> years.",
    "[In my country|In our city] it is [very|so] [popular|common] to [go to the market|celebrate the New Year|eat together with all family|drink tea] [in|at] the [weekend|Sunday|evening].",
    "I [think|am thinking] that [learn English|learning English|to study English] is very important [for|to] [find|finding] a good [work|job].",
    "[Yesterday|Last week|Last summer] I [have visited|visited|was visit] my [grandmother|cousin|friends] and we [have talked|talked] [a lot|many hours] about [old times|our life|the school].",
    "He [don't|doesn't] [like|likes] when [people is|people are] late[, because it is not polite|].",
    "The [informations|information] in the [web site|website] [was|were] [not so clear|very useful for me].",
    "I want [to thank you for your help|say thank you to my teacher] and I [hope|am hoping] [see|to see] you [soon|again].",
    "If I [will have|have|had] [much|enough] money I [will|would] travel [in all the world|around the world] with my [best friend|family].",
    "[Please help me|Can someone explain me], [how can I|how I can] [install this program|solve this problem|make it works]? [I tried many times but it doesn't work.|Thank you in advance and sorry for my English.]",
    "There [is|are] many [person|people|tourists] who [come|comes] to see the [mountain|castle|sea] [every years|every year].",
    "My [favourite|favorite] [hobby|hobbies] [is|are] [reading|read books] and [swimming|listen to music]. When I [was|were] a child I [used to|was used to] [play|playing] [football|the piano].",
]
NOTICE = [
    "[NOTICE|Notice|IMPORTANT|Warning|CAUTION]: [No parking|No entry|Do not lean on the doors|Keep clear|Wet floor|Authorised personnel only|This area is under video surveillance|No smoking within ## feet of the entrance].",
    "[Office|Store|Library] hours: <day> to <day>, <time> to <time>. Closed [on public holidays|<day>].",
    "The [elevator|lift|car park|pool|front desk] [is|will be] [out of service|closed] [until further notice|from <month> <d> to <month> <d>|today]. [Please use the stairs.|We apologise for any inconvenience.|]",
    "[Employees|Staff|Visitors|Contractors] must [sign in at reception|wash hands before returning to work|wear a badge at all times|report all accidents immediately].",
    "[Batteries not included.|Keep out of reach of children.|Do not use near water.|Shake well before use.|Store in a cool, dry place.|For external use only.|Read all instructions before use.|Dispose of in accordance with local regulations.]",
    "[Lost|Found]: [cat|dog|set of keys|wallet|umbrella], [near <street>|in the lobby]. Call 555-0###.",
    "[Water|Power] [will be shut off|supply will be interrupted] on <day>, <month> <d>, [from <time> to <time>|between <time> and <time>].",
    "[Deliveries|Mail|Returns] [must be left at the rear entrance|are accepted until <time>|require a signature].",
    "[Thank you for your cooperation|By order of the management|Management reserves the right to refuse admission].",
    "[Platform #|Gate ##|Room ###|Bay #]: [boarding|now closed|moved to Room ###|delayed ## minutes].",
]
PRODUCT = [
    "[This|Our|The] [lightweight|durable|compact|foldable|classic|all-purpose] <product> is [made of|made from] <material>[ with a <material> finish|].",
    "[Features|Specifications]: [<n> x <n> x <n> cm|weight #.# kg|capacity ## litres|## V motor|# settings]; [available in <colour> and <colour>|machine washable|dishwasher safe|assembly required].",
    "[Ideal|Perfect|Great] for [travel|home or office use|camping|small kitchens|beginners|everyday use|students].",
    "[Comes with|Includes|Ships with] [a # year warranty|a carrying case|<few> attachments|a charging cable|free returns within ## days].",
    "[Customers say it is|Reviewers found it] [sturdy|comfortable|easy to clean|a little heavy|good value for money|smaller than expected].",
    "[Adjustable straps keep|A non-slip base keeps|The padded handle keeps] [it secure|it steady|it comfortable] [all day|on any surface|over long distances].",
    "Price: $##.99 [plus shipping|(was $1##.00)|with free delivery on orders over $##].",
    "I bought this <product> [last month|for my daughter|as a gift] and [it works great|it broke after <few> weeks|so far so good|the colour is not what I expected]. [Would buy again.|Would not recommend.|Five stars.|]",
]
SPORTS = [
    "<town> <team> #, <town> <team> #",
    "[At|In] <town>: <town> ##, <town> ##. [Halftime|Half-time]: ##-##.",
    "<first> <last> [scored|had|finished with] ## points[ and|,] ## rebounds[ and # assists|] [for|as] <town>[, which improved to ##-##|].",
    "Scorers: <last> ##', <last> ##' (pen.), <last> ##'. Attendance: ##,###.",
    "WP: <last> (#-#). LP: <last> (#-#). Sv: <last> (##). HR: <town>, <last> (##).",
    "<last> [won the toss and elected to bat|took # for ## from ## overs|was bowled for ##|made an unbeaten ###].",
    "[Men's|Women's] [100 m|1500 m|high jump|marathon|long jump]: 1. <first> <last> (<town>) ##.##; 2. <first> <last> ##.##; 3. <first> <last> ##.##.",
    "<team> [beat|edged|routed] <team> [##-##|#-#] on <day> [night|afternoon] [to move into first place|to take a #-# lead in the series|behind ## saves from <first> <last>].",
    "[Friday's games|Standings|Results|Fixtures]: <team> v <team>, <time>; <team> v <team>, <time>.",
]
OBITUARY = [
    "<first> <last>, <age>, of <town>, [died|passed away|passed away peacefully] on <day>, <month> <d>, <year>, [at home|surrounded by family|after a short illness|at <town> General Hospital].",
    "[He|She] was born on <month> <d>, 19##, in <town>, [the son|the daughter|the youngest child] of [the late |]<first> and <first> (<last>) <last>.",
    "[He|She] graduated from <town> High School in 19## and [served in the Army|worked for ## years as a teacher|attended <town> College|worked as a carpenter|was employed at the mill].",
    "[On <month> <d>, 19##, he|In 19## she] married <first> <last>[, who predeceased him|, and together they raised <few> children|].",
    "[He|She] [enjoyed|loved] [gardening|fishing|quilting|travelling|reading|playing cards] and [was a member of|volunteered at] [the First Baptist Church|the Rotary Club|the fire department|St. Mary's Parish].",
    "Survivors include [a brother|a sister], <first>; <few> [sons|daughters|children], <first>, <first> and <first>; [and <n> grandchildren|and several nieces and nephews].",
    "[A funeral service|Visitation|A memorial mass|Graveside services] will be held [at <time>|from <time> to <time>] [<day>|on <month> <d>] at [<last> Funeral Home|St. Mary's Church|the <town> Cemetery]. [In lieu of flowers, donations may be made to the hospice.|]",
]
FORM = [
    "[How do I|How can I|Can I] [change|cancel|check|update|apply for] <cat>? [You can do so online|Sign in and choose Settings|Call us on 0800 ### ###|Please fill in form ##-B and return it to this office].",
    "[Name|First name|Last name|Date of birth|Address|Postcode|Telephone|Email|Signature|Date|Occupation|Nationality]: ____________",
    "[Please tick|Check] [all that apply|one box only]: [ ] Yes [ ] No [ ] [Not applicable|Don't know]",
    "[Section|Part] #: [Personal details|To be completed by the applicant|Declaration|For office use only|Emergency contact]",
    "[What happens|What should I do] if [my card is lost|I miss the deadline|my payment fails|I change my address]? [We will write to you within ## days.|Contact <cat> support as soon as possible.|You may have to apply again.|Nothing; the old one remains valid.]",
    "[I declare|I certify] that the information given [above|on this form] is [true and complete|correct to the best of my knowledge].",
    "[Do you have|Have you ever had] [any allergies|a previous claim|a current licence]? If yes, [give details|please explain|state when].",
    "Q. [Is there a charge for|How long does it take to arrange|Who is entitled to] <cat>? A. [No.|It depends on where you live.|Up to ## working days.|Anyone over ## years of age.]",
]
POEM = [
    "[The|A|No] [wind|rain|river|moon|night|bird|sea|road|candle|garden] [is|was] [low|silent|late|cold|bright|gone|waiting],",
    "[and|but|yet] [I|we|they|you] [have not|have never|have|had always] [known|seen|heard|kept|forgotten] [its name|the hour|the way|that song|your face],",
    "[O|Oh] [my love|my heart|winter|little star|silent hill], [come back to me|do not go|remember this|how long the night]",
    "[Beneath|Above|Beyond|Among] the [old|broken|golden|sleeping] [stones|trees|hills|clouds|windows]",
    "[where|when] [the|my] [father|mother|children|shadows|swallows] [sang|slept|walked|wept|waited] [alone|at dawn|in the snow|by the door].",
    "[What|Who] [shall|will|can] [I|we] [say|bring|give|keep] [when the day is done|if you are gone|to the dark|for so much light]?",
    "[Softly|Slowly|Gladly|Once more] the [leaves|waves|bells|hours] [fall|turn|call|burn]",
    "[I sing|I speak|I dream] of [small things|salt and bread|the long road home|fields of rye|a blue door]",
    "[a hush|a breath|one word|a gull]—[then nothing|then rain|and the world again]",
]

REGISTERS: dict[str, tuple[list[str], int, int]] = {
    # patterns, lines a document from, to
    "police": (POLICE, 2, 7),
    "court": (COURT, 3, 10),
    "logs": (LOGS, 5, 40),
    "recipes": (RECIPE, 6, 16),
    "minutes": (MINUTES, 4, 14),
    "transcripts": (TRANSCRIPT, 6, 30),
    "learners": (LEARNER, 3, 9),
    "notices": (NOTICE, 2, 8),
    "products": (PRODUCT, 3, 8),
    "sports": (SPORTS, 3, 12),
    "obituaries": (OBITUARY, 3, 7),
    "forms": (FORM, 4, 14),
    "poems": (POEM, 4, 20),
}
DOCUMENTS = 600

CHOICE = re.compile(r"\[([^\[\]]*)\]")
BOX = "[ ]"  # stands in forms as it is


def expand(pattern: str, draw: random.Random) -> str:
    pattern = pattern.replace(BOX, "\ue000")
    while CHOICE.search(pattern) or re.search(r"<(\w+)>", pattern):
        pattern = CHOICE.sub(lambda m: draw.choice(m[1].split("|")), pattern)
        pattern = re.sub(r"<(\w+)>", lambda m: draw.choice(LISTS[m[1]]), pattern)
    pattern = re.sub("#", lambda _: str(draw.randint(1, 9)), pattern)
    pattern = pattern.replace("\ue000", BOX)
    return " ".join(pattern.split()).replace(".m..", ".m.")


def documents(name: str, register: tuple[list[str], int, int]) -> Iterator[tuple[str, list[str]]]:
    """Documents of a register: sentences run on in some of its paragraphs, and now and then a line stands twice, as it does in life."""
    patterns, least, most = register
    draw = random.Random(name)
    for number in range(DOCUMENTS):
        lines = [expand(draw.choice(patterns), draw) for _ in range(draw.randint(least, most))]
        if name in ("police", "court", "learners", "obituaries", "products", "recipes") and draw.random() < 0.6:
            cut = draw.randint(1, len(lines))
            lines = [" ".join(lines[:cut]), *([" ".join(lines[cut:])] if cut < len(lines) else [])]
        if draw.random() < 0.1:
            lines += [draw.choice(lines)] * draw.randint(1, 4)
        yield f"{name} {number}", lines
