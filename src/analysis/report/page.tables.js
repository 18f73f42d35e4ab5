// The tables: search, filter, sort.

const sentenceOf = (row) => sentences[row.sentence];
const topicsIn = (sentence) => (hitsIn.get(sentence) || []).map((hit) => hit.topic);
const behind = (row) => row.claims.map((number) => claims[number]);

// One row per term over all articles, from its occurrences.
const termRows = data.terms.map((term, number) => ({ number, term, rows: [], by: new Map() }));
for (const occurrence of occurrences) {
  const row = termRows[occurrence.term];
  const { article } = sentenceOf(occurrence);
  row.rows.push(occurrence.number);
  row.by.set(article, (row.by.get(article) || 0) + 1);
}
const countOf = (row) =>
  (state.filter.article === "" ? row.rows.length : row.by.get(Number(state.filter.article)) || 0);
const chosenArticle = (number) =>
  state.filter.article === "" || sentenceOf(occurrences[number]).article === Number(state.filter.article);

const column = (key, value, more = {}) => ({ key, value, ...more });
const number = (key, value, more = {}) => column(key, value, { numeric: true, ...more });
const title = (row) => titleOf(row.article ?? sentenceOf(row).article);

const comparisonView = (rows) => ({
  rows,
  columns: [
    column("indicator", nameOf),
    number("year_from", (row) => row.year_from),
    number("value_from", (row) => row.value_from, { show: (row) => row.year_from && valueOf(row.value_from, row.unit) }),
    number("year_to", (row) => row.year_to),
    number("value_to", (row) => row.value_to, { show: (row) => row.year_to && valueOf(row.value_to, row.unit) }),
    number("difference", (row) => row.difference, { show: (row) => plain(row.difference) }),
    column("direction", (row) => row.direction, { show: (row) => row.direction && say(row.direction) }),
    column("reason", (row) => row.reason, { show: reasonOf }),
  ],
  facets: {
    year: (row) => [row.year_from, row.year_to],
    topic: (row) => behind(row).flatMap((claim) => topicsIn(claim.sentence)),
    article: (row) => behind(row).map((claim) => sentenceOf(claim).article),
  },
  evidence: (row) => ({ title: () => nameOf(row), kind: "claims", rows: row.claims }),
});

function reasonOf({ reason }) {
  if (!reason) return "";
  const [key, ...rest] = reason.split(":");
  return say(`reason_${key}`) + (rest.length ? `: ${rest.join(":").trim()}` : "");
}

const views = {
  years: comparisonView(comparison),
  ranks: comparisonView(comparison.filter((row) => row.unit === "rank")),
  terms: {
    rows: termRows,
    sort: { column: "n", down: true },
    columns: [
      column("term", (row) => row.term),
      number("n", countOf),
      number("n_articles", (row) => row.by.size),
    ],
    facets: { article: (row) => [...row.by.keys()] },
    evidence: (row) => ({ title: () => row.term, kind: "occurrences", rows: row.rows.filter(chosenArticle) }),
  },
  contrast: {
    rows: keyness,
    columns: [
      column("term", (row) => data.terms[row.term]),
      number("n_target", (row) => row.n_target),
      number("n_reference", (row) => row.n_reference),
      number("g2", (row) => row.g2),
      number("log_ratio", (row) => row.log_ratio),
      number("interval", (row) => row.low, { show: (row) => (row.low === null ? "" : `${plain(row.low)} – ${plain(row.high)}`) }),
      column("verdict", (row) => row.verdict, { show: (row) => say(`verdict_${row.verdict}`) }),
    ],
    facets: { article: (row) => [...termRows[row.term].by.keys()] },
    evidence: (row) => ({
      title: () => data.terms[row.term],
      kind: "occurrences",
      sides: true,
      rows: termRows[row.term].rows.filter((place) => articles[sentenceOf(occurrences[place]).article].side),
    }),
  },
  topics: {
    rows: coverage,
    columns: [
      column("topic", (row) => topicNumber(row.topic), { show: (row) => topicOf(row.topic) }),
      column("in_article", title, { short: true }),
      number("n_hits", (row) => row.n_hits),
      number("n_sentences", (row) => row.n_sentences),
      number("share", (row) => row.share, { show: (row) => `${plain(100 * row.share, 0)}%` }),
      number("interval", (row) => row.low, { show: (row) => (row.low === null ? "" : `${plain(100 * row.low, 0)}–${plain(100 * row.high, 0)}%`) }),
    ],
    facets: { topic: (row) => [row.topic], article: (row) => [row.article] },
    evidence: (row) => ({
      title: () => `${topicOf(row.topic)} · ${titleOf(row.article)}`,
      kind: "sentences",
      topic: row.topic,
      rows: (sentencesOf.get(row.article) || [])
        .filter((sentence) => sentence.repeat === null && topicsIn(sentence.number).includes(row.topic))
        .map((sentence) => sentence.number),
    }),
  },
  claims: {
    rows: claims,
    columns: [
      column("status", (row) => row.status, { show: (row) => el("span", { class: `chip ${row.status}` }, say(row.status)) }),
      number("year", (row) => row.year),
      column("indicator", nameOf),
      column("scope", (row) => row.scope),
      column("value", (row) => row.value, { numeric: true, show: claimValue }),
      column("in_article", title, { short: true }),
      number("sentence", (row) => sentenceOf(row).no),
    ],
    facets: {
      status: (row) => [row.status],
      year: (row) => [row.year],
      topic: (row) => topicsIn(row.sentence),
      article: (row) => [sentenceOf(row).article],
    },
    open: showClaim,
  },
  hits: {
    rows: hits,
    columns: [
      column("topic", (row) => topicNumber(row.topic), { show: (row) => topicOf(row.topic) }),
      column("term", (row) => row.term),
      column("in_article", title, { short: true }),
      number("sentence", (row) => sentenceOf(row).no),
      column("note", (row) => sentenceOf(row).repeat !== null, { show: (row) => {
        const { repeat } = sentenceOf(row);
        return repeat === null ? "" : say("repeat_sentence", { no: sentences[repeat].no });
      } }),
    ],
    facets: { topic: (row) => [row.topic], article: (row) => [sentenceOf(row).article] },
    evidence: (row) => ({ title: () => describe({ kind: "hit", row }), kind: "hits", rows: [row.number] }),
  },
};

const shown = ({ value, show, numeric }, row) => {
  const cell = show ? show(row) : value(row);
  return cell === null || cell === undefined ? "" : numeric && typeof cell === "number" && !show
    ? (Number.isInteger(cell) ? String(cell) : plain(cell)) : cell;
};

const searched = new Map(); // "language view number" -> what a search looks at

function searchText(view, row) {
  const key = `${state.lang} ${state.view} ${row.number}`;
  if (!searched.has(key)) {
    const cells = view.columns.map((one) => shown(one, row)).map((cell) => cell.textContent ?? String(cell));
    const sentence = row.sentence === undefined ? "" : quoted(sentenceOf(row), []);
    searched.set(key, [...cells, ...[sentence].flat()].join(" ").toLowerCase());
  }
  return searched.get(key);
}

function filtered(view) {
  const { search } = state.filter;
  const wanted = FACETS.filter((facet) => view.facets[facet] && state.filter[facet] !== "");
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = view.rows.filter((row) =>
    wanted.every((facet) => view.facets[facet](row).map(String).includes(state.filter[facet]))
    && words.every((word) => searchText(view, row).includes(word)));
  const sort = state.sort[state.view] || view.sort;
  const by = sort && view.columns.find((one) => one.key === sort.column);
  if (!by) return rows;
  const sign = sort.down ? -1 : 1;
  return rows.sort((one, other) => {
    const [a, b] = [by.value(one), by.value(other)];
    if (a === null || a === "") return b === null || b === "" ? 0 : 1;
    if (b === null || b === "") return -1;
    return sign * (typeof a === "string" ? a.localeCompare(b, "zh") : a - b);
  });
}

function drawRows(lit = null) {
  const view = views[state.view];
  const rows = filtered(view);
  const sort = state.sort[state.view] || view.sort || {};
  const head = el("tr", {}, view.columns.map(({ key, numeric }) => el("th", {
    scope: "col",
    class: numeric ? "numeric" : null,
    "aria-sort": sort.column === key ? (sort.down ? "descending" : "ascending") : null,
  }, el("button", { type: "button", onclick: () => sortBy(key) }, say(key)))));
  const body = el("tbody");
  const table = el("table", {}, el("thead", {}, head), body);
  const clear = Object.values(state.filter).some(Boolean)
    ? el("button", { type: "button", class: "clear", onclick: clearFilters }, say("clear")) : null;
  $("rows").replaceChildren(
    el("p", { class: "count", role: "status" }, say("rows_of", { n: rows.length, all: view.rows.length }), clear),
    rows.length ? el("div", { class: "scroll" }, table) : el("p", { class: "none" }, say("no_rows")));
  const line = (row, place) => el("tr", {
    tabindex: place ? -1 : 0,
    "data-row": row.number,
    class: row === lit ? "lit" : null,
  }, view.columns.map((one) => el("td", {
    class: one.numeric ? "numeric" : one.short ? "said short" : "said",
    title: one.short ? shown(one, row) : null,
  }, shown(one, row))));
  const ordered = lit && rows.indexOf(lit) >= STEP ? [lit, ...rows.filter((row) => row !== lit)] : rows;
  if (rows.length) more(body, ordered, line);
  const found = lit && body.querySelector(".lit");
  if (found) found.scrollIntoView({ block: "nearest" });
}

function sortBy(key) {
  const now = state.sort[state.view] || {};
  state.sort[state.view] = { column: key, down: now.column === key ? !now.down : false };
  drawRows();
  const place = views[state.view].columns.findIndex((one) => one.key === key);
  $("rows").querySelectorAll("th button")[place].focus();
}

function openRow(row) {
  const view = views[state.view];
  if (view.open) view.open(row);
  else showEvidence(view.evidence(row));
  for (const line of $("rows").querySelectorAll("tbody tr")) {
    line.classList.toggle("lit", Number(line.dataset.row) === row.number);
  }
}

function drawFilters() {
  const view = views[state.view];
  const options = {
    status: () => [...new Set(claims.map((row) => row.status))].map((key) => [key, say(key)]),
    year: () => [...new Set(view.rows.flatMap((row) => view.facets.year(row)))]
      .filter(Boolean).sort().map((year) => [String(year), String(year)]),
    topic: () => data.topics.map((key) => [key, topicOf(key)]),
    article: () => articles.map((row) => [String(row.number), titleOf(row.number)]),
  };
  const all = { status: "all_status", year: "all_years", topic: "all_topics", article: "all_articles_short" };
  const search = el("input", {
    type: "search", placeholder: say("search_hint"), "aria-label": say("search"), value: state.filter.search,
    oninput: (event) => { state.filter.search = event.target.value; drawRows(); },
  });
  const selects = FACETS.filter((facet) => view.facets[facet]).map((facet) => {
    const select = el("select", { "data-facet": facet, "aria-label": say(facet), onchange: (event) => {
      state.filter[facet] = event.target.value;
      drawRows();
      if (facet === "topic") showArticle(state.article);
    } }, el("option", { value: "" }, say(all[facet])),
    options[facet]().map(([value, words]) => el("option", { value }, words)));
    select.value = state.filter[facet];
    return select;
  });
  $("filters").replaceChildren(search, ...selects);
}

function clearFilters() {
  for (const facet of Object.keys(state.filter)) state.filter[facet] = "";
  drawFilters();
  drawRows();
  showArticle(state.article);
}
