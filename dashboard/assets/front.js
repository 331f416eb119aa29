/* What the pages need beside Dash: addresses without reloading, the newest release in place, bundles when needed.
   It stands before Dash's renderer, which finds here what it would otherwise fetch. */
(function () {
  "use strict";
  var POLL_MS = 1500, OLD_MS = 10 * 60 * 1000, NOT_OURS = /^\/(docs|tai|dang-|healthz|assets)/;
  var root = document.documentElement, wanted = null, ticks = 0, since = Date.now(), loaded = {};

  var served = null;
  window.phanky = {
    /* HTML that the server has written, every text in it escaped; without any: what the page came with. */
    Markup: function (props) {
      if (served === null) { served = (document.getElementById("ssr") || { innerHTML: "" }).innerHTML; }
      var text = props.html === undefined ? served : props.html;
      return window.React.createElement("div", { className: "drawn", dangerouslySetInnerHTML: { __html: text } });
    },
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
          setTimeout(arrived, 60); /* an answer that changes nothing is an answer too */
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
    keepPlaces();
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

  /* The content that was asked for is there: title, place and focus follow the reader. */
  function arrived() {
    var shown = main(), address = shown && shown.dataset.asked;
    if (!shown || (wanted !== null && address !== wanted)) { return; }
    document.title = shown.dataset.title;
    since = Date.now();
    root.classList.remove("busy");
    if (last === null) { takeOver(); } else if (address !== last) { follow(shown, path(last) === path(address)); }
    if (last === null || path(last) === path(address)) { restorePlaces(); }
    last = wanted === null ? here() : address;
    if (last === "/" && navigator.serviceWorker && navigator.serviceWorker.controller) {
      navigator.serviceWorker.controller.postMessage("seen");
    }
  }
  /* Dash draws a new content from nothing: what the reader had opened, and where he was, is put back. */
  var places = {};
  function all(selector, root_) { return Array.prototype.slice.call((root_ || document).querySelectorAll(selector)); }
  function keepPlaces(root_) {
    places.open = all("details", root_).map(function (part) { return part.open ? part.firstChild.textContent : null; });
    places.left = all(".scroll", root_).map(function (part) { return part.scrollLeft; });
    places.focus = document.activeElement && document.activeElement.id;
  }
  function restorePlaces() {
    all("#page details").forEach(function (part, index) {
      if (places.open && places.open[index] === part.firstChild.textContent) { part.open = true; }
    });
    all("#page .scroll").forEach(function (part, index) { part.scrollLeft = (places.left && places.left[index]) || 0; });
    var focused = places.focus && document.getElementById(places.focus);
    if (focused) { focused.focus({ preventScroll: true }); }
  }
  var last = null;
  function path(address) { return address.split("?")[0]; }
  function takeOver() {
    var plain = document.getElementById("ssr");
    if (plain) { keepPlaces(plain); plain.remove(); }
    root.classList.add("ready");
    performance.mark("phanky-ready");
  }
  function follow(shown, isSamePage) {
    window.scrollTo(0, (history.state && history.state.y) || (isSamePage ? window.scrollY : 0));
    var heading = shown.querySelector("h1"), told = document.getElementById("told");
    if (heading && !isSamePage) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
    if (told) { told.textContent = document.title; }
  }

  /* Dash draws the page some time after it started; from then on every new content is looked at. */
  function watch() {
    var page = document.querySelector("#react-entry-point #page");
    if (!page) { return setTimeout(watch, 15); }
    new MutationObserver(arrived).observe(page, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-state", "data-asked"] });
    if (main()) { arrived(); } else { waitForDash(); }
    setInterval(poll, POLL_MS);
  }
  function waitForDash() {
    if (window.dash_clientside && window.dash_clientside.set_props) { show(here()); } else { setTimeout(waitForDash, 15); }
  }
  function poll() {
    var at = document.activeElement;
    /* Nobody's half-written words are taken away. */
    if (document.hidden || !isReady() || root.classList.contains("busy") || (at && /INPUT|SELECT|TEXTAREA/.test(at.tagName))) { return; }
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
