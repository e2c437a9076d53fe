package io.matriarch.agent.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.matriarch.agent.config.LogSection;

/// What logback finds (by META-INF/services) before the configuration is read: warnings to standard error. It also keeps logback from
/// looking for XML files.
public final class EarlyLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logging.write(context, Logging.standardError(context, new PlainLines(LineFormat.of(LogSection.DEFAULT_FORMAT, ""))));
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
