package dev.journeygateway.database;

import dev.journeygateway.disk.FreeSpace;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Begins no transaction while the disk is nearly full; whoever asked tries again later, as with a
 * database that is away.
 */
final class RoomyTransactions extends TransactionTemplate {

  private static final long serialVersionUID = 1L;

  private final transient FreeSpace space;

  RoomyTransactions(PlatformTransactionManager transactions, FreeSpace space) {
    super(transactions);
    this.space = space;
  }

  @Override
  public <T> T execute(TransactionCallback<T> action) {
    if (!space.enough()) {
      throw new DataAccessResourceFailureException(space.toString());
    }
    return super.execute(action);
  }
}
