// The page as a whole: views, language, keyboard, links.

function showView(view) {
  state.view = view;
  for (const tab of $("views").children) {
    const chosen = tab.dataset.view === view;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
  }
  showPane("data");
  $("panel").setAttribute("aria-labelledby", `tab-${view}`);
  drawChart();
  drawFilters();
  drawRows();
  $("panel").scrollTop = 0;
}

// On a narrow screen one of the two sides is shown.
function showPane(pane) {
  document.body.dataset.pane = pane;
  if (pane === "article") scrollToEvidence();
}

function drawPage() {
  document.documentElement.lang = { zh: "zh-Hans", en: "en" }[state.lang];
  document.body.dataset.lang = state.lang;
  document.title = `${say("page_title")} · ${articles.map((row) => row.title).filter(Boolean).slice(0, 2).join(" · ")}`;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = say(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", say(node.dataset.label));
  $("about").textContent = [data.source, say("articles", { n: articles.length }), say("keys_hint")]
    .filter(Boolean).join(" · ");
  const notices = [
    data.n_counted > articles.length ? say("more_articles", { all: data.n_counted, n: articles.length }) : "",
    data.quotes ? say("quotes_only", data.quotes) : "",
  ].filter(Boolean);
  $("notice").textContent = notices.join(" ");
  $("notice").hidden = !notices.length;
  $("contents").textContent = say("contents", { program: data.program });
  $("choice").replaceChildren(...articles.map((row) => el("option", { value: row.number }, titleOf(row.number))));
  $("views").replaceChildren(...Object.keys(views).map((view) => el("button", {
    type: "button", role: "tab", id: `tab-${view}`, "data-view": view, "aria-controls": "panel",
    title: TITLES[view] ? say(TITLES[view]) : null,
    onclick: () => showView(view),
  }, say(`view_${view}`))));
  const { pane } = document.body.dataset;
  showView(state.view);
  showPane(pane || "data");
  showArticle(state.article);
  drawEvidence();
}

// One item of a group is in the tab order; arrow keys move within it, Enter and space press it.
function rove(group, selector) {
  group.addEventListener("keydown", (event) => {
    const item = event.target.closest(selector);
    if (!item || event.target !== item) return;
    const items = [...group.querySelectorAll(selector)].filter((one) => one.checkVisibility());
    const at = items.indexOf(item);
    const to = {
      ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1,
      Home: 0, End: items.length - 1,
    }[event.key];
    if (to !== undefined && items[to]) {
      event.preventDefault();
      items[to].focus();
    } else if ((event.key === "Enter" || event.key === " ") && item.tagName !== "BUTTON") {
      event.preventDefault();
      item.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    }
  });
  group.addEventListener("focusin", (event) => {
    const item = event.target.closest(selector);
    if (!item) return;
    for (const one of group.querySelectorAll(selector)) one.setAttribute("tabindex", "-1");
    item.setAttribute("tabindex", "0");
  });
}

rove($("views"), "[role=tab]");
rove($("charts"), ".mark");
rove($("rows"), "tbody tr");
rove($("article"), ".span");
rove($("evidence"), ".quote");

$("charts").addEventListener("click", (event) => {
  const node = event.target.closest(".mark");
  if (node) showMark(markOf.get(node.dataset.mark));
});
$("rows").addEventListener("click", (event) => {
  const line = event.target.closest("tbody tr");
  if (line) openRow(views[state.view].rows.find((row) => row.number === Number(line.dataset.row)));
});
$("article").addEventListener("click", (event) => {
  const node = event.target.closest(".linked");
  if (node && !String(getSelection())) showPassage(node);
});
for (const button of document.querySelectorAll("button[data-pane]")) {
  button.addEventListener("click", () => showPane(button.dataset.pane));
}
for (const box of document.querySelectorAll("[data-layer]")) {
  box.addEventListener("change", () => $("article").classList.toggle(`no-${box.dataset.layer}`, !box.checked));
}
$("choice").addEventListener("change", (event) => showArticle(Number(event.target.value)));
$("previous").addEventListener("click", () => showArticle(state.article - 1));
$("next").addEventListener("click", () => showArticle(state.article + 1));
$("print").addEventListener("click", () => print());
$("language").addEventListener("click", () => {
  state.lang = state.lang === "zh" ? "en" : "zh";
  drawPage();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !$("evidence").hidden) closeEvidence();
});
addEventListener("hashchange", followHash);

// The article with most claims is the first that is shown.
const claimsPer = articles.map((row) =>
  (sentencesOf.get(row.number) || []).reduce((sum, one) => sum + (claimsIn.get(one.number) || []).length, 0));
state.article = Math.max(claimsPer.indexOf(Math.max(...claimsPer, 0)), 0);

drawPage();
followHash();
