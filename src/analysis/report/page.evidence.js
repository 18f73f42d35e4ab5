// From a mark or a row to its sentences, and from a passage to what it feeds.

// ---- evidence: the rows of a mark, each with its sentence -----------------------------------
// What each row of the evidence points at: a sentence, and the characters in it.
function entriesOf(evidence) {
  if (!evidence || !evidence.rows) return [];
  const { kind, rows, topic } = evidence;
  return rows.map((number) => {
    if (kind === "sentences") {
      const inside = (hitsIn.get(number) || []).filter((hit) => hit.topic === topic);
      return { sentence: number, spans: inside.map((hit) => [hit.start, hit.end]) };
    }
    const row = { claims, occurrences, hits }[kind][number];
    return { sentence: row.sentence, spans: [[row.start, row.end]], claim: kind === "claims" ? row : null };
  });
}

let origin = null; // what had the focus before the evidence was opened

function showEvidence(evidence) {
  origin = document.activeElement;
  state.evidence = evidence;
  state.entry = -1;
  $("evidence").hidden = false;
  drawEvidence();
  light(evidence.mark ? [evidence.mark] : []);
  if (evidence.rows && evidence.rows.length) showEntry(0);
}

function closeEvidence() {
  $("evidence").hidden = true;
  state.evidence = null;
  state.entry = -1;
  light([]);
  history.replaceState(null, "", location.pathname + location.search);
  showArticle(state.article);
  if (origin && origin.isConnected) origin.focus({ preventScroll: true });
}

function drawEvidence() {
  const { evidence } = state;
  if (!evidence) return;
  const entries = entriesOf(evidence);
  const head = el("div", { class: "head" },
    el("h2", { class: "said" }, evidence.passage ? say("feeds") : evidence.title()),
    evidence.rows ? el("span", { class: "count" }, countText(evidence, entries)) : null,
    el("button", { type: "button", class: "close", onclick: closeEvidence, "aria-label": say("close") }, "×"));
  const list = evidence.passage ? passageList(evidence.passage) : el("ol", { class: "quotes" });
  $("evidence").replaceChildren(head, list);
  if (!evidence.passage) more(list, entries, quotation);
}

function countText(evidence, entries) {
  const n = say("mark_rows", { n: entries.length });
  if (!evidence.sides) return n;
  const on = (side) => entries.filter((entry) => articles[sentences[entry.sentence].article].side === side).length;
  return `${n} · A ${on("A")} · B ${on("B")}`;
}

// Draw the first STEP of many things and a button for the next.
function more(list, things, draw) {
  const from = list.children.length;
  list.append(...things.slice(from, from + STEP).map((thing, place) => draw(thing, from + place)));
  const rest = things.length - list.children.length;
  if (rest <= 0) return;
  const button = el("button", { type: "button", class: "more" },
    say("show_more", { n: Math.min(rest, STEP) }));
  button.addEventListener("click", () => { button.remove(); more(list, things, draw); });
  (list.closest("table") || list).after(button);
}

function quotation(entry, number) {
  const sentence = sentences[entry.sentence];
  const { side } = articles[sentence.article];
  const button = el("button", { type: "button", class: "quote", "data-entry": number, onclick: () => { showPane("article"); showEntry(number); } },
    el("span", { class: "where said" },
      state.evidence.sides && side ? el("b", { class: `side ${side}` }, side) : null,
      `${titleOf(sentence.article)} · ${say("sentence_no", { no: sentence.no })}`),
    el("span", { class: "said" }, quoted(sentence, entry.spans)));
  return el("li", {}, button, entry.claim ? claimFacts(entry.claim) : null);
}

function quoted(sentence, spans) {
  const { article, start, end, no } = sentence;
  if (slice(article, start, end) === null) {
    return say("not_quoted", { article: articles[article].id, no });
  }
  const nodes = [];
  let done = start;
  for (const [from, to] of [...spans].sort((one, other) => one[0] - other[0])) {
    if (to <= done) continue;
    const begin = Math.max(from, done);
    nodes.push(slice(article, done, begin), el("mark", {}, slice(article, begin, to)));
    done = to;
  }
  return [...nodes, slice(article, done, end)];
}

function claimFacts(claim) {
  const facts = [
    el("span", { class: `chip ${claim.status}` }, say(claim.status)),
    el("span", {}, `${nameOf(claim)}${claim.scope ? ` · ${claim.scope}` : ""}`),
    el("span", {}, [claim.year, say(`from_${claim.year_source}`, {})].filter((part) => part && part !== "from_").join(" ← ")),
    el("span", {}, claimValue(claim)),
    claim.repeat_of === null ? null : linkTo(claims[claim.repeat_of], say("repeats")),
    el("span", { class: "rule" }, claim.source === "human" ? say("source_human") : claim.rule),
    linkTo(claim, say("link")),
  ];
  return el("p", { class: "claim-facts" }, facts);
}

function claimValue(claim) {
  const bound = claim.comparator === "=" ? "" : say(`comparator_${claim.comparator}`);
  const change = claim.change && claim.change !== "level" ? say(`change_${claim.change}`) : "";
  const high = claim.value_high === null ? "" : `–${valueOf(claim.value_high, claim.unit)}`;
  return [change, bound, valueOf(claim.value, claim.unit) + high].filter(Boolean).join(" ");
}

const linkTo = (claim, words) => el("a", { href: `#${encodeURIComponent(claim.id)}` }, words);

function showEntry(number) {
  const entry = entriesOf(state.evidence)[number];
  if (!entry) return;
  state.entry = number;
  for (const button of $("evidence").querySelectorAll(".quote")) {
    button.setAttribute("aria-current", String(Number(button.dataset.entry) === number));
  }
  showArticle(sentences[entry.sentence].article);
  scrollToEvidence();
}

function scrollToEvidence() {
  const found = $("article").querySelector(".pick, .current");
  if (found) found.scrollIntoView({ block: "center" });
}

// ---- from a passage to what it feeds --------------------------------------------------------
const marksOn = new Map(); // "kind number" (sentences: with the topic) -> marks
for (const mark of marks) {
  for (const row of mark.rows) {
    const key = `${mark.kind} ${row} ${mark.topic}`;
    if (!marksOn.has(key)) marksOn.set(key, []);
    marksOn.get(key).push(mark);
  }
}

// A claim that repeats another counts with it.
const marksOfClaim = (claim) => marksOn.get(`claims ${claim.repeat_of ?? claim.number} `) || [];

// The rows that a passage is part of, and the marks that count them.
function fedBy(covers) {
  const { start, end } = covers[0];
  const sentence = covers[0].row.sentence;
  const words = (occurrencesIn.get(sentence) || []).filter((row) => row.start < end && row.end > start);
  return [
    ...covers.map(({ kind, row }) => (kind === "claim"
      ? { view: "claims", row, words: describe({ kind, row }), marks: marksOfClaim(row) }
      : { view: "hits", row, words: describe({ kind, row }), marks: marksOn.get(`sentences ${sentence} ${row.topic}`) })),
    ...words.map((row) => ({
      view: "terms",
      row: termRows[row.term],
      words: `${say("term")}: ${data.terms[row.term]}`,
      marks: marksOn.get(`occurrences ${row.number} `),
    })),
  ].map((fed) => ({ ...fed, marks: fed.marks || [] }));
}

function showPassage(node) {
  const covers = covering.get(node);
  showEvidence({ passage: covers });
  light(fedBy(covers).flatMap((fed) => fed.marks));
}

function passageList(covers) {
  return el("ul", { class: "feeds" }, fedBy(covers).map(({ view, row, words, marks: fed }) => el("li", {},
    el("button", { type: "button", class: "row-link said", onclick: () => showRow(view, row) }, words),
    fed.length
      ? fed.map((mark) => el("button", { type: "button", class: "mark-link said", onclick: () => showMark(mark) },
        `${say(`view_${mark.chart}`)}: ${mark.label[state.lang]} (${mark.rows.length})`))
      : el("small", {}, say("feeds_nothing")))));
}

function light(lit) {
  for (const node of document.querySelectorAll(".mark.lit")) node.classList.remove("lit");
  for (const mark of lit) {
    for (const node of document.querySelectorAll(`[data-mark="${mark.mark}"]`)) node.classList.add("lit");
  }
}

function showMark(mark) {
  showView(mark.chart);
  showEvidence({
    title: () => mark.label[state.lang], kind: mark.kind, rows: mark.rows, topic: mark.topic,
    sides: mark.chart === "contrast", mark,
  });
  const node = $("charts").querySelector(`.chart:not([hidden]) [data-mark="${mark.mark}"]`);
  if (node) node.scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", `#${mark.mark}`);
}

function showRow(view, row) {
  showView(view);
  for (const facet of Object.keys(state.filter)) state.filter[facet] = "";
  drawFilters();
  drawRows(row);
}

function showClaim(claim) {
  showView("claims");
  showEvidence({ title: () => `${claim.value_text} · ${nameOf(claim)}`, kind: "claims", rows: [claim.number] });
  light(marksOfClaim(claim));
  drawRows(claim);
  history.replaceState(null, "", `#${encodeURIComponent(claim.id)}`);
}

function followHash() {
  let wanted;
  try { wanted = decodeURIComponent(location.hash.slice(1)); } catch { return; }
  const claim = claims.find((row) => row.id === wanted);
  const mark = marks.find((row) => row.mark === wanted);
  if (claim) showClaim(claim);
  else if (mark) showMark(mark);
}

// ---- charts ---------------------------------------------------------------------------------
const markOf = new Map(marks.map((mark) => [mark.mark, mark]));

function drawChart() {
  for (const chart of document.querySelectorAll(".chart")) {
    chart.hidden = chart.dataset.chart !== state.view || chart.lang !== state.lang;
    if (!chart.hidden) prepareMarks(chart);
  }
  $("hint").hidden = !marks.some((mark) => mark.chart === state.view);
}

// Give each mark a name, a place in the order of the keyboard, and an area that is easy to hit.
function prepareMarks(chart) {
  if (chart.dataset.ready) return;
  chart.dataset.ready = "yes";
  const nodes = [...chart.querySelectorAll(".mark")];
  const areas = nodes.map((node) => {
    const { x, y, width, height } = node.getBBox();
    const [wide, high] = [Math.max(0, 12 - width) / 2, Math.max(0, 10 - height) / 2];
    return { left: x - wide, right: x + width + wide, top: y - high, bottom: y + height + high };
  });
  areas.forEach((one, place) => areas.slice(place + 1).forEach((other) => keepApart(one, other)));
  nodes.forEach((node, place) => {
    const mark = markOf.get(node.dataset.mark);
    const { left, right, top, bottom } = areas[place];
    const area = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const at = { class: "area", x: left, y: top, width: right - left, height: bottom - top };
    for (const [name, value] of Object.entries(at)) area.setAttribute(name, value);
    node.append(area);
    node.setAttribute("role", "button");
    node.setAttribute("tabindex", place ? "-1" : "0");
    node.setAttribute("aria-label", `${mark.label[state.lang]}: ${say("mark_rows", { n: mark.rows.length })}`);
  });
}

// Two areas that overlap meet in the middle between their marks.
function keepApart(one, other) {
  if (one.left >= other.right || other.left >= one.right) return;
  if (one.top >= other.bottom || other.top >= one.bottom) return;
  const across = (one.left + one.right - other.left - other.right) / 2;
  const down = (one.top + one.bottom - other.top - other.bottom) / 2;
  const [low, high] = Math.abs(across) >= Math.abs(down) ? ["left", "right"] : ["top", "bottom"];
  const [first, second] = one[low] <= other[low] ? [one, other] : [other, one];
  first[high] = second[low] = (first[low] + first[high] + second[low] + second[high]) / 4;
}
