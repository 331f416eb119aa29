/* What the pages need beside Dash: addresses without reloading, the newest release in place, bundles when needed.
   It stands before Dash's renderer, which finds here what it would otherwise fetch. */
(function () {
  "use strict";
  var POLL_MS = 5000, OLD_MS = 10 * 60 * 1000, NOT_OURS = /^\/(docs|tai|dang-|healthz|assets)/;
  var root = document.documentElement, wanted = null, ticks = 0, since = Date.now(), loaded = {};

  window.phanky = {
    Field: function (props) {
      var given = Object.assign({}, props, { defaultValue: props.value, key: props.value });
      ["value", "setProps", "children", "componentPath", "_dashprivate_layout"].forEach(function (name) { delete given[name]; });
      return window.React.createElement("input", given);
    }
  };

  function json(id) {
    var element = document.getElementById(id);
    return element ? JSON.parse(element.textContent) : null;
  }
  var start = null;
  function started() { return start || (start = json("phanky-start") || { lazy: {} }); }

  function load(url) {
    return loaded[url] || (loaded[url] = new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = url; script.async = false; script.onload = done; script.onerror = failed;
      document.head.appendChild(script);
    }));
  }
  /* The component libraries that a content names and that are not there yet. */
  function needed(text) {
    return Promise.all(Object.keys(started().lazy).filter(function (namespace) {
      return text.indexOf('"' + namespace + '"') >= 0;
    }).reduce(function (urls, namespace) { return urls.concat(started().lazy[namespace]); }, []).map(load));
  }

  var fetch_ = window.fetch.bind(window);
  function answer(value) {
    return new Response(JSON.stringify(value), { headers: { "Content-Type": "application/json" } });
  }
  window.fetch = function (request, options) {
    var url = String(request.url || request);
    if (started().layout && url.indexOf("_dash-layout") >= 0) {
      return needed(JSON.stringify(started().layout)).then(function () { return answer(started().layout); });
    }
    if (started().dependencies && url.indexOf("_dash-dependencies") >= 0) {
      return Promise.resolve(answer(started().dependencies));
    }
    if (url.indexOf("_dash-update-component") < 0) { return fetch_(request, options); }
    return fetch_(request, options).then(function (response) {
      root.classList.remove("cut-off");
      if (response.status === 401) { location.reload(); }
      if (!response.ok) { root.classList.remove("busy"); return response; }
      return response.text().then(function (text) {
        return needed(text).then(function () {
          return new Response(text, { status: response.status, headers: response.headers });
        });
      });
    }, function (failure) {
      root.classList.remove("busy"); root.classList.add("cut-off");
      throw failure;
    });
  };

  function main() { return document.querySelector("#page main"); }
  function here() { return location.pathname + location.search; }
  function isReady() { return Boolean(main() && window.dash_clientside && window.dash_clientside.set_props); }
  function show(address) {
    wanted = address;
    root.classList.add("busy");
    window.dash_clientside.set_props("address", { "data-address": address, "data-tick": ++ticks });
  }
  function go(address) {
    history.replaceState({ y: window.scrollY }, "");
    history.pushState({ y: 0 }, "", address);
    show(here());
  }
  function refresh() { show(here()); }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || !isReady() || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey ||
        link.target || link.hasAttribute("download") || link.origin !== location.origin || NOT_OURS.test(link.pathname)) { return; }
    if (link.hash && link.pathname + link.search === here()) { return; }
    event.preventDefault();
    closeMenus();
    go(link.pathname + link.search);
  });
  document.addEventListener("submit", function (event) {
    var form = event.target, sent = new URLSearchParams();
    if (!isReady() || form.method !== "get" || NOT_OURS.test(new URL(form.action).pathname)) { return; }
    event.preventDefault();
    new FormData(form).forEach(function (value, name) { if (value !== "") { sent.append(name, value); } });
    var query = sent.toString();
    go(new URL(form.action).pathname + (query ? "?" + query : ""));
  });
  /* A choice in a form that says so needs no button. */
  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (form && isReady() && form.classList.contains("at-once") && event.target.tagName === "SELECT") { form.requestSubmit(); }
  });
  window.addEventListener("popstate", function () { if (isReady()) { show(here()); } });
  history.scrollRestoration = "manual";

  function closeMenus() {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) { menu.open = false; });
  }
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { closeMenus(); } });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
    var button = event.target.closest && event.target.closest("[data-does]");
    if (button && button.dataset.does === "print") { window.print(); }
    if (button && button.dataset.does === "theme") { turnTheme(); }
  });
  function turnTheme() {
    var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("phanky-theme", root.dataset.theme); } catch (_) { /* private window */ }
  }

  /* The new content is there: title, place and focus follow, but only when the reader went somewhere. */
  function arrived() {
    var shown = main();
    if (!shown) { return; }
    document.title = shown.dataset.title || document.title;
    since = Date.now();
    if (wanted === null || shown.dataset.address !== wanted) { if (wanted === null) { settled(); } return; }
    root.classList.remove("busy");
    var moved = shown.dataset.address !== lastAddress, samePage = path(lastAddress) === path(shown.dataset.address);
    lastAddress = shown.dataset.address;
    settled();
    if (!moved) { return; }
    window.scrollTo(0, (history.state && history.state.y) || (samePage ? window.scrollY : 0));
    var heading = shown.querySelector("h1");
    if (heading && !samePage) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
    var told = document.getElementById("told");
    if (told) { told.textContent = document.title; }
  }
  var lastAddress = null;
  function path(address) { return (address || "").split("?")[0]; }
  function settled() {
    var served = document.getElementById("ssr");
    if (served) { served.remove(); }
    if (lastAddress === null && main()) { lastAddress = main().dataset.address; root.classList.add("ready"); }
  }

  /* Dash draws the page some time after it started; from then on every new content is looked at. */
  function watch() {
    var page = document.querySelector("#react-entry-point #page");
    if (!page) { return setTimeout(watch, 15); }
    new MutationObserver(arrived).observe(page, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-state", "data-address"] });
    if (main()) { arrived(); } else if (window.dash_clientside) { waitForDash(); }
    setInterval(poll, POLL_MS);
  }
  function waitForDash() {
    if (window.dash_clientside && window.dash_clientside.set_props) { show(here()); } else { setTimeout(waitForDash, 15); }
  }
  function poll() {
    if (document.hidden || !isReady() || root.classList.contains("busy")) { return; }
    fetch_("/hien-hanh", { cache: "no-store", headers: { Accept: "application/json" } }).then(function (response) {
      root.classList.remove("cut-off");
      if (response.status === 401) { location.reload(); return null; }
      return response.ok ? response.json() : null;
    }).then(function (now) {
      if (now && (now.state !== main().dataset.state || Date.now() - since > OLD_MS)) { refresh(); }
    }).catch(function () { root.classList.add("cut-off"); });
  }
  document.addEventListener("visibilitychange", poll);

  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", watch); } else { watch(); }
  if ("serviceWorker" in navigator && window.isSecureContext && window.top === window) {
    window.addEventListener("load", function () { navigator.serviceWorker.register("/sw.js").catch(function () {}); });
  }
})();
