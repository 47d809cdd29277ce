package dev.journeygateway.broker;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.support.converter.MessageConverter;

/**
 * Takes text and bytes and nothing else: an ObjectMessage, whose reading would run its sender's
 * classes, is never read.
 */
final class PlainTextConverter implements MessageConverter {

  private static final Logger LOG = LoggerFactory.getLogger(PlainTextConverter.class);

  @Override
  public Message toMessage(Object body, Session session) throws JMSException {
    return body instanceof byte[] bytes
        ? bytesMessage(bytes, session)
        : session.createTextMessage(body.toString());
  }

  private static Message bytesMessage(byte[] bytes, Session session) throws JMSException {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(bytes);
    return message;
  }

  /**
   * A String, a byte array, or null where the message is of another kind or its content cannot be
   * read; the routes refuse what has no body. An exception here would meet no route: the message
   * would come again for ever.
   */
  @Override
  public Object fromMessage(Message message) {
    try {
      return read(message);
    } catch (JMSException | RuntimeException e) {
      LOG.warn("A message whose content cannot be read: {}", e.getClass().getSimpleName());
      return null;
    }
  }

  private static Object read(Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      return text.getText();
    }
    if (message instanceof BytesMessage bytes) {
      byte[] body = new byte[Math.toIntExact(bytes.getBodyLength())];
      bytes.readBytes(body);
      return body;
    }
    return null;
  }
}
