// The article as read: zones, claims, topic hits, and the evidence that was asked for.

const covering = new WeakMap(); // piece of text in the reader -> the spans that it belongs to

function showArticle(number) {
  state.article = number;
  $("choice").value = String(number);
  $("previous").disabled = number <= 0;
  $("next").disabled = number >= articles.length - 1;
  const article = articles[number];
  if (!article) return $("article").replaceChildren(el("p", {}, say("no_articles")));
  const facts = [article.publisher, article.published || say("undated"), article.id];
  const source = /^https?:\/\//.test(article.url)
    ? el("a", { href: article.url, rel: "noopener noreferrer", target: "_blank" }, say("source_page"))
    : null;
  const head = el("p", { class: "facts said" }, facts.filter(Boolean).join(" · "), source && " · ", source);
  const topics = [...new Set((sentencesOf.get(number) || [])
    .flatMap((row) => hitsIn.get(row.number) || []).map((hit) => hit.topic))]
    .sort((one, other) => topicNumber(one) - topicNumber(other));
  const key = el("p", { class: "topic-key" },
    topics.map((topic) => `${topicNumber(topic)} ${topicOf(topic)}`).join(" · "));
  looking.disconnect();
  waiting.clear();
  $("article").replaceChildren(head, key, ...paragraphs(number));
  const first = $("article").querySelector(".span");
  if (first) first.tabIndex = 0;
}

const topicNumber = (topic) => data.topics.indexOf(topic) + 1;
const ANALYSED = ["title", "lede", "heading", "body"];

// Zones that a line break parts are paragraphs; a run of paragraphs that were left out is one box.
function paragraphs(number) {
  const article = articles[number];
  const quoted = article.text === null;
  const zones = quoted
    ? (sentencesOf.get(number) || []).filter((row) => row.text !== null)
      .map((row) => [row.zone, row.start, row.end, row.no])
    : article.zones;
  const blocks = [];
  let last = null;
  for (const zone of zones) {
    const gap = last && !quoted ? slice(number, last[2], zone[1]) : "\n";
    if (last && !gap.includes("\n")) blocks.at(-1).push(zone);
    else {
      if (quoted && zone[3] !== (last ? last[3] + 1 : 1)) blocks.push([]);
      blocks.push([zone]);
    }
    last = zone;
  }
  const pieces = piecesOf(number);
  const nodes = [];
  let box = [];
  const closeBox = () => { if (box.length) nodes.push(leftOut(box, pieces)); box = []; };
  for (const block of blocks) {
    if (block.length && block.every(([zone]) => !ANALYSED.includes(zone))) box.push(block);
    else {
      closeBox();
      nodes.push(block.length ? paragraph(block, pieces) : el("p", { class: "gap" }, "[…]"));
    }
  }
  closeBox();
  return nodes;
}

function paragraph(block, pieces) {
  const kind = (block.find(([zone]) => ANALYSED.includes(zone)) || block[0])[0];
  const level = { title: 2, heading: 3 }[kind];
  return el("p", { class: `${kind} said`, role: level && "heading", "aria-level": level },
    portions(block[0][1], block.at(-1)[2], pieces));
}

// A very long paragraph is plain text at first; each portion gets its spans when it is looked at.
const waiting = new Map(); // element -> what fills it
const fill = (node) => {
  node.replaceChildren(...waiting.get(node)());
  waiting.delete(node);
};
const looking = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) if (isIntersecting && waiting.has(target)) fill(target);
}, { root: $("article"), rootMargin: "800px" });
addEventListener("beforeprint", () => [...waiting.keys()].forEach(fill));

function portions(from, to, pieces) {
  if (to - from <= LONG) return pieces(from, to);
  const nodes = [];
  for (let start = from, end; start < to; start = end) {
    end = Math.min(pieces.breakAfter(start + LONG), to);
    const node = el("span", {}, slice(state.article, start, end));
    const [first, last] = [start, end];
    waiting.set(node, () => pieces(first, last));
    if (pieces.isShown(first, last)) fill(node);
    else looking.observe(node);
    nodes.push(node);
  }
  return nodes;
}

function leftOut(box, pieces) {
  const size = box.flat().reduce((sum, [, start, end]) => sum + end - start, 0);
  const kinds = [...new Set(box.flat().map(([zone]) => say(`zone_${zone}`)))].join(" · ");
  const inside = () => box.map((block) => paragraph(block, pieces));
  if (size <= LONG) return el("div", { class: "rest", "data-zones": kinds }, inside());
  const details = el("details", { class: "rest" },
    el("summary", {}, `${kinds}: ${say("left_out", { n: size })}`));
  details.addEventListener("toggle", () => details.append(...inside()), { once: true });
  return details;
}

// A function that gives the pieces between two offsets: each stretch of text that belongs to the
// same zone, sentence and spans is one element.
function piecesOf(number) {
  const inside = sentencesOf.get(number) || [];
  const spans = [
    ...inside.flatMap((row) => claimsIn.get(row.number) || []).map((claim) => span("claim", claim)),
    ...inside.flatMap((row) => hitsIn.get(row.number) || [])
      .filter((hit) => !state.filter.topic || hit.topic === state.filter.topic)
      .map((hit) => span("hit", hit)),
  ];
  const entry = entriesOf(state.evidence)[state.entry];
  const here = entry && sentences[entry.sentence].article === number ? entry : null;
  if (here) spans.push(...here.spans.map(([start, end]) => ({ kind: "pick", start, end })));
  spans.sort((one, other) => one.start - other.start);
  const zones = articles[number].zones;
  const cuts = [...new Set([zones, inside, spans].flat()
    .flatMap((row) => (Array.isArray(row) ? [row[1], row[2]] : [row.start, row.end])))]
    .sort((one, other) => one - other);
  const pieces = (from, to) => {
    const [after, before] = [firstIn(cuts, (cut) => cut > from), firstIn(cuts, (cut) => cut >= to)];
    const ends = [from, ...cuts.slice(after, before), to];
    const near = spans.filter((row) => row.start < to && row.end > from);
    let [covers, next] = [[], 0];
    return ends.slice(1).map((end, place) => {
      const start = ends[place];
      covers = covers.filter((row) => row.end > start);
      while (next < near.length && near[next].start <= start) covers.push(near[next++]);
      const zone = zones[firstIn(zones, (row) => row[2] >= end)];
      const sentence = inside[firstIn(inside, (row) => row.end >= end)];
      return piece(slice(number, start, end), start, end, {
        out: zone && zone[1] <= start && !ANALYSED.includes(zone[0]),
        zone: zone && zone[0],
        sentence: sentence && sentence.start <= start ? sentence : null,
        covers: [...covers],
        current: here && here.sentence,
      });
    });
  };
  pieces.breakAfter = (place) => (inside[firstIn(inside, (row) => row.end >= place)] || { end: Infinity }).end;
  pieces.isShown = (from, to) => here && here.spans.some(([start]) => start >= from && start < to);
  return pieces;
}

// The place of the first thing in a sorted list that passes a test which all after it pass too.
function firstIn(list, passes) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(list[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

const span = (kind, row) => ({ kind, row, start: row.start, end: row.end });

function piece(text, start, end, { out, zone, sentence, covers, current }) {
  const classes = new Set();
  if (out) classes.add("out");
  if (sentence && sentence.number === current) classes.add("current");
  for (const { kind, row } of covers) classes.add(kind).add(kind === "claim" ? row.status : kind);
  const linked = covers.filter((cover) => cover.row);
  const starts = linked.filter((cover) => cover.start === start);
  const node = el("span", {
    class: [...classes, linked.length && "linked", starts.length && "span"].filter(Boolean).join(" "),
    "data-sentence": sentence && sentence.number,
    title: out ? say(`zone_${zone}`) : linked.map(describe).join("\n") || null,
    role: starts.length ? "button" : null,
    tabindex: starts.length ? -1 : null,
  }, text);
  if (linked.length) covering.set(node, linked);
  const ending = linked.filter((cover) => cover.end === end).map(({ row }) => row);
  const years = new Set(ending.filter((row) => row.status && row.year).map((row) => row.year));
  const topics = new Set(ending.filter((row) => row.topic).map((row) => topicNumber(row.topic)));
  // Inside the piece, so that no line breaks before a tag.
  node.append(...[...years].map(yearTag));
  if (topics.size) node.append(el("sup", { class: "topic-tag", "data-tag": [...topics].join(",") }));
  return node;
}

function yearTag(year) {
  const [colour, ink] = data.years[year];
  const tag = el("sup", { class: "year-tag", "data-tag": year });
  tag.style.setProperty("--colour", colour);
  tag.style.setProperty("--ink", ink);
  return tag;
}

function describe({ kind, row }) {
  if (kind === "hit") return `${topicOf(row.topic)}: ${row.term}`;
  return `${say(row.status)} · ${row.year ?? say("undated")} · ${nameOf(row)}`;
}
