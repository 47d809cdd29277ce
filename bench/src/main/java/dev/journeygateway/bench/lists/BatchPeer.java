package dev.journeygateway.bench.lists;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.JobExecution;
import org.springframework.batch.core.JobParametersBuilder;
import org.springframework.batch.core.Step;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JobRepositoryFactoryBean;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.item.database.JdbcBatchItemWriter;
import org.springframework.batch.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.item.file.FlatFileItemReader;
import org.springframework.batch.item.file.builder.FlatFileItemReaderBuilder;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * What a team would write with Spring Batch: FlatFileItemReader to JdbcBatchItemWriter, chunks of
 * 1,000, the job repository in the same database.
 *
 * <p>Arguments: the JDBC URL, the journey's id. Each line of its standard input, a file's path, is
 * answered with the number of rows written and the milliseconds from the job's launch to its end.
 */
final class BatchPeer {

  private static final int CHUNK = 1_000;
  private static final String INSERT =
      "insert into entry (request_uuid, journey_id, entry_point_id, user_id, attribute_values, entered_at)"
          + " values (?, ?, ?, ?, ?, ?)";

  private final JsonMapper json = JsonMapper.builder().build();
  private final DataSource dataSource;
  private final JdbcTransactionManager transactions;
  private final JobRepository repository;
  private final TaskExecutorJobLauncher launcher = new TaskExecutorJobLauncher();
  private final String journeyId;

  private record Person(String userId, String promo, String tier, String city, String language) {}

  private BatchPeer(DataSource dataSource, String journeyId) throws Exception {
    this.dataSource = dataSource;
    this.journeyId = journeyId;
    this.transactions = new JdbcTransactionManager(dataSource);
    JobRepositoryFactoryBean factory = new JobRepositoryFactoryBean();
    factory.setDataSource(dataSource);
    factory.setTransactionManager(transactions);
    factory.afterPropertiesSet();
    this.repository = factory.getObject();
    launcher.setJobRepository(repository);
    launcher.afterPropertiesSet();
  }

  public static void main(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err);
    try (HikariDataSource dataSource = new HikariDataSource()) {
      dataSource.setJdbcUrl(arguments[0]);
      if (arguments.length > 2) {
        ResourceDatabasePopulator tables =
            new ResourceDatabasePopulator(
                new ClassPathResource("org/springframework/batch/core/schema-postgresql.sql"));
        DatabasePopulatorUtils.execute(tables, dataSource);
      }
      BatchPeer peer = new BatchPeer(dataSource, arguments[1]);
      BufferedReader files =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      answers.println("ready");
      for (String file = files.readLine(); file != null; file = files.readLine()) {
        answers.println(peer.load(Path.of(file)));
      }
    }
  }

  private String load(Path file) throws Exception {
    long from = System.nanoTime();
    UUID request = UUID.randomUUID();
    Job job = new JobBuilder("load", repository).start(step(file, request)).build();
    JobExecution execution =
        launcher.run(
            job, new JobParametersBuilder().addString("id", request.toString()).toJobParameters());
    if (!execution.getExitStatus().getExitCode().equals(ExitStatus.COMPLETED.getExitCode())) {
      throw new IOException(execution.toString());
    }
    long written = execution.getStepExecutions().iterator().next().getWriteCount();
    return written + " " + (System.nanoTime() - from) / 1_000_000;
  }

  private Step step(Path file, UUID request) {
    FlatFileItemReader<Person> reader =
        new FlatFileItemReaderBuilder<Person>()
            .name("people")
            .resource(new FileSystemResource(file))
            .linesToSkip(1)
            .delimited()
            .names("user_id", "promo_code", "tier", "city", "language")
            .fieldSetMapper(
                fields ->
                    new Person(
                        fields.readString(0),
                        fields.readString(1),
                        fields.readString(2),
                        fields.readString(3),
                        fields.readString(4)))
            .build();
    JdbcBatchItemWriter<Person> writer =
        new JdbcBatchItemWriterBuilder<Person>()
            .dataSource(dataSource)
            .sql(INSERT)
            .itemPreparedStatementSetter(
                (person, statement) -> {
                  statement.setObject(1, request);
                  statement.setString(2, journeyId);
                  statement.setString(3, journeyId);
                  statement.setString(4, person.userId());
                  statement.setString(5, attributes(person));
                  statement.setTimestamp(6, Timestamp.from(Instant.now()));
                })
            .build();
    writer.afterPropertiesSet();
    return new StepBuilder("people", repository)
        .<Person, Person>chunk(CHUNK, transactions)
        .reader(reader)
        .writer(writer)
        .build();
  }

  private String attributes(Person person) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("promo_code", person.promo());
    values.put("tier", person.tier());
    values.put("city", person.city());
    values.put("language", person.language());
    try {
      return json.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
