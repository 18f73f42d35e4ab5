"use strict";
// The page is data (JSON), five charts (SVG) and this script. Whatever comes from an article is
// put into the page as text, never as markup. Offsets count code points of an article's text.

const data = JSON.parse(document.getElementById("data").textContent);
const [articles, sentences, claims, hits, occurrences, comparison, keyness, coverage, marks] = [
  "articles", "sentences", "claims", "hits", "occurrences", "comparison", "keyness", "coverage",
  "marks",
].map((name) => objects(data[name]));

const state = {
  lang: (navigator.language || "").toLowerCase().startsWith("zh") ? "zh" : "en",
  view: "years",
  article: 0,
  evidence: null, // what was asked for: { title, kind, rows, topic, mark }, or { passage }
  entry: -1, // which of its rows the reader shows
  filter: { search: "", status: "", year: "", topic: "", article: "" },
  sort: {}, // view -> { column, down }
};
const FACETS = ["status", "year", "topic", "article"];
const TITLES = {
  years: "comparison_title", ranks: "ladder_title", terms: "terms_title", contrast: "contrast_title",
  topics: "coverage_title",
};
const STEP = 200; // rows and quotations drawn at once; the rest on demand
const LONG = 3000; // characters left out in one run that are shown without being asked for

function objects({ columns, rows }) {
  return rows.map((row, number) => {
    const object = { number };
    columns.forEach((column, place) => { object[column] = row[place]; });
    return object;
  });
}

function groups(rows, key) {
  const found = new Map();
  for (const row of rows) {
    const name = key(row);
    if (!found.has(name)) found.set(name, []);
    found.get(name).push(row);
  }
  return found;
}

const $ = (id) => document.getElementById(id);

// An element with attributes (on… takes a function) and children; a string becomes a text node.
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) node.append(child);
  return node;
}

// The page's word for a key, its {places} filled: {n} or {n:one/many}.
function say(key, values = {}) {
  const word = data.words[state.lang][key] ?? key;
  return word.replace(/\{(\w+)(?::([^/}]*)\/([^}]*))?\}/g, (_, place, one, many) => {
    const value = values[place] ?? "";
    const told = typeof value === "number" && place !== "no" ? value.toLocaleString("en-US") : value;
    return one === undefined ? told : `${told} ${value === 1 ? one : many}`;
  });
}

const inLanguage = (pair) => (state.lang === "zh" ? pair[0] : pair[1]);
const nameOf = (row) => inLanguage(data.names[row.name]);
const topicOf = (key) => say(`topic_${key}`);
const plain = (value, digits = 2) =>
  value === null ? "" : value.toLocaleString("en-US", { maximumFractionDigits: digits });

function valueOf(value, unit) {
  if (unit === "qualitative") return say("universal_value");
  if (value === null) return "";
  if (unit === "rank") return say("rank_value", { n: value });
  if (["%", "%_per_year", "pp"].includes(unit)) return `${plain(value)}%`;
  return ["", "score", "count", "none"].includes(unit) ? plain(value) : `${plain(value)} ${unit}`;
}

const sentencesOf = groups(sentences, (sentence) => sentence.article);
const claimsIn = groups(claims, (claim) => claim.sentence);
const hitsIn = groups(hits, (hit) => hit.sentence);
const occurrencesIn = groups(occurrences, (occurrence) => occurrence.sentence);
const characters = new Map(); // article -> its text, as an array where a character is two units

// The characters [start, end) of an article, or of the quoted sentence they stand in.
function slice(article, start, end) {
  const { text } = articles[article];
  if (text === null) {
    const all = sentencesOf.get(article) || [];
    const sentence = all.find((row) => row.text !== null && row.start <= start && end <= row.end);
    if (!sentence) return null;
    return Array.from(sentence.text).slice(start - sentence.start, end - sentence.start).join("");
  }
  if (!characters.has(article)) {
    characters.set(article, /[\ud800-\udfff]/.test(text) ? Array.from(text) : text);
  }
  const part = characters.get(article).slice(start, end);
  return typeof part === "string" ? part : part.join("");
}

function titleOf(article) {
  const { id, title, published } = articles[article];
  return `${title || id} · ${published || say("undated")}`;
}
