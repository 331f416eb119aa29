/* Files that are long in the making: the page says how far they are.  Without this script the links simply download. */
(function () {
  "use strict";
  var running = false;

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-export]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || !window.ReadableStream) { return; }
    event.preventDefault();
    if (!running) { take(link); }
  });

  function take(link) {
    var told = link.parentElement.querySelector(".export-status"), texts = told.dataset, seconds = 0;
    function tell(text) { told.textContent = text; }
    running = true;
    link.setAttribute("aria-busy", "true");
    var clock = setInterval(function () { tell(texts.making.replace("{seconds}", ++seconds)); }, 1000);
    fetch(link.href, { headers: { Accept: "*/*" } }).then(function (response) {
      clearInterval(clock);
      if (response.status === 401) { location.reload(); }
      if (!response.ok) { return response.text().then(function (text) { throw new Error(text.length < 300 ? text : ""); }); }
      return read(response, function (bytes) { tell(texts.taking.replace("{kilobytes}", Math.ceil(bytes / 1024))); });
    }).then(function (blob) {
      keep(blob.content, blob.name);
      tell(texts.done);
    }).catch(function (failure) {
      tell(failure instanceof TypeError || !failure.message ? texts.failed : failure.message);
    }).then(function () {
      clearInterval(clock);
      running = false;
      link.removeAttribute("aria-busy");
    });
  }

  function read(response, tell) {
    var reader = response.body.getReader(), parts = [], bytes = 0;
    var name = /filename="?([^";]+)/.exec(response.headers.get("Content-Disposition") || "");
    function next(part) {
      if (part.done) {
        return { content: new Blob(parts, { type: response.headers.get("Content-Type") || "" }), name: name ? name[1] : "" };
      }
      parts.push(part.value);
      tell(bytes += part.value.length);
      return reader.read().then(next);
    }
    return reader.read().then(next);
  }

  function keep(content, name) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }
})();
