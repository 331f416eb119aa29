"""Parts of pages: values in, components out.  Pure.

A page's layout is a list of ``html.Section(className="panel")`` under one ``html.H1``; the frame puts it into
``<main>``, a grid with gaps.  The classes of ``assets/phanky.css`` that pages build with:

* ``page-head``: heading and remark in one line; ``lead``, ``remark``, ``label``, ``summary``: quieter texts;
* ``panel`` (with ``<header>`` for heading and link), ``columns`` (two beside each other on desks);
* ``cards`` > ``card`` (``dt``/``dd``; as ``<a class="card">`` it leads on), ``figure``, ``change good|bad``;
* ``swatch <verdict>`` with ``verdict`` around swatch and word; ``legend``; ``stack`` > ``<verdict>``: parts of a bar;
* ``table`` inside ``scroll`` where it may be wider than a phone; ``wide``: cells for desks only; ``text``: to the left;
* ``filters`` (a form; ``at-once``: a choice sends it), ``actions`` > ``button``;
* ``chips`` > ``chip`` (``aria-current``: the one in force);
* ``pairs`` (``dl`` of names and values), ``pager``, ``badge``, ``notice warn``, ``nothing``, ``code``, ``pre.sql``.

Made of them here: :mod:`verdicts` (swatch, word, legend, parts of a bar), :mod:`cards` (figures with what they were),
:mod:`headline` (choice of the month, shares, cards), :mod:`bars` (a unit a row), :mod:`trend` (months), :mod:`cases`
(a short list of customers), :mod:`field`, :mod:`notices`.

A style sheet of one page stands in ``assets/pages/<page>.css``.
"""
