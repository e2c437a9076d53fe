/// JSON text and core's trees of maps, lists, texts, numbers and truth values: the one place that knows Jackson.
///
/// Lives here: reading and writing, the bounds of what is read, the two spacings that somebody outside relies on.
/// Never: what a document means. That is the adapter's: the keys in `dcs`, Patroni's answers in `rest`, the journal in `agent`.
package io.matriarch.json;
