package dev.journeygateway.list;

import dev.journeygateway.outbox.AcceptedMessages;
import java.util.Map;

/**
 * One good row of a list.
 *
 * @param line where it starts in its file, counted from 1
 * @param id the user id or hwid, as it is in the file
 * @param attributes the row's own values in the order of the columns; an empty CSV cell gives none
 */
record ListRow(long line, String id, Map<String, String> attributes)
    implements AcceptedMessages.Listed {}
