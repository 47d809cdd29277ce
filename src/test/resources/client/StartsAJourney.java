import client.ApiClient;
import client.api.StartApi;
import client.api.StatusApi;
import client.model.StartPayload;
import client.model.StartRequest;
import client.model.StartRequestStatus;
import com.fasterxml.jackson.databind.DeserializationFeature;
import java.util.List;
import java.util.UUID;

/** What a user of the generated client writes. */
public class StartsAJourney {
  public static void main(String[] args) throws Exception {
    ApiClient gateway = new ApiClient();
    // An answer to a start and one to a dry run are told apart by their fields.
    gateway.setObjectMapper(
        ApiClient.createDefaultObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
    gateway.updateBaseUri(args[0]);
    gateway.setRequestInterceptor(call -> call.header("Authorization", "Api " + args[1]));
    StartRequest request =
        new StartRequest().payload(new StartPayload().users(List.of("ann", "bob")));
    UUID accepted =
        new StartApi(gateway)
            .startJourney("running", request, null, null, null, null)
            .getAccepted()
            .getRequestUuid();
    System.out.println(accepted);
    StartRequestStatus status = new StatusApi(gateway).findStartRequest(accepted);
    System.out.println(status.getCounts().getRequested());
  }
}
