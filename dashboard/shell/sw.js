/* Keeps the last Tổng quan that was seen, for reading without a network; everything else is asked for as usual. */
"use strict";
const KEPT = "phanky-last-seen", PAGE = "/";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim().then(look)));
self.addEventListener("message", (event) => event.waitUntil(look()));

function look() {
  return fetch(PAGE, { credentials: "same-origin", headers: { Accept: "text/html" } }).then(keep).catch(() => {});
}

async function keep(response) {
  if (response.ok && !response.redirected) {
    const copy = new Response(await response.clone().text(), {
      headers: { "Content-Type": "text/html; charset=utf-8", "X-Seen-At": new Date().toISOString(),
        "Content-Security-Policy": response.headers.get("Content-Security-Policy") || "" },
    });
    await (await caches.open(KEPT)).put(PAGE, copy);
  }
  return response;
}

async function lastSeen() {
  const kept = await (await caches.open(KEPT)).match(PAGE);
  if (!kept) { return Response.error(); }
  const seen = new Date(kept.headers.get("X-Seen-At")).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
  const notice = '<p class="notice warn offline" role="status">Không có mạng. Đây là Tổng quan đã xem lúc ' + seen + ".</p>";
  // Without its scripts: they would ask the server for what it cannot give now.
  const text = (await kept.text()).replace(/<script id="_dash-renderer"[^>]*><\/script>/, "").replace(/<main[^>]*>/, "$&" + notice);
  return new Response(text, { headers: kept.headers });
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.mode !== "navigate" || request.method !== "GET") { return; }
  const url = new URL(request.url);
  const isOverview = url.pathname === PAGE && url.search === "";
  const asked = fetch(request).then((response) => (isOverview ? keep(response) : response));
  event.respondWith(asked.catch(lastSeen));
});
