/// The log: logback, set up by code from the `log` section (no XML is looked for or parsed), its lines and its files.
///
/// Never: filtering of secrets. They are of type `Secret`, which prints as stars, so they do not get here.
package io.matriarch.agent.log;
