package dev.journeygateway.broker;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.springframework.jms.support.converter.MessageConverter;

/**
 * Takes text and bytes and nothing else: an ObjectMessage, whose reading would run its sender's
 * classes, is never read.
 */
final class PlainTextConverter implements MessageConverter {

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
   * A String, a byte array, or null where the message is of another kind; the routes refuse what
   * has no body.
   */
  @Override
  public Object fromMessage(Message message) throws JMSException {
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
