/* A new message shows by itself. */
setInterval(function () {
  if (document.hidden) { return; }
  fetch("/api/state").then(function (answer) { return answer.json(); }).then(function (state) {
    if (String(state.count) !== document.body.dataset.count) { location.reload(); }
  }).catch(function () { /* it was stopped */ });
}, 2000);
