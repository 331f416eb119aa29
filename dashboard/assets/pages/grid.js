/* How AG Grid shows two kinds of cells of the case list; texts are texts, never markup. */
(function () {
  "use strict";
  var parts = window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};

  parts.PhankyCustomer = function (props) {
    if (!props.value) { return null; }
    var embedded = /[?&]nhung=1(&|$)/.test(location.search) ? "?nhung=1" : "";
    return window.React.createElement("a", { href: "/khach-hang/" + encodeURIComponent(props.value) + embedded }, props.value);
  };
  parts.PhankyVerdict = function (props) {
    if (!props.value) { return null; }
    var swatch = window.React.createElement("span", { className: "swatch " + props.data.verdict, "aria-hidden": "true" });
    return window.React.createElement("span", { className: "verdict" }, swatch, props.value);
  };
})();
