import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.test.config.TestHSearchAddInConfig;
import ca.uhn.fhir.jpa.test.config.TestR4Config;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.hl7.fhir.r4.model.Bundle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * A real HAPI FHIR JPA server (R4) on a port of this machine, over an H2 database in memory. Each argument is a file
 * with one transaction Bundle, which is stored before anybody is answered. Prints "ready" and its address; ends when
 * its input does.
 */
public class HapiServer {
  @SuppressWarnings("unchecked")
  public static void main(String[] files) throws Exception {
    System.setProperty("unlimited_db_connection", "true");
    var spring = new AnnotationConfigApplicationContext(TestR4Config.class, TestHSearchAddInConfig.NoFT.class);
    FhirContext fhir = spring.getBean(FhirContext.class);
    var system = (IFhirSystemDao<Bundle, ?>) spring.getBean("mySystemDaoR4");
    for (String file : files) {
      Bundle bundle = (Bundle) fhir.newJsonParser().parseResource(Files.readString(Path.of(file)));
      system.transaction(new SystemRequestDetails(), bundle);
    }
    RestfulServer rest = new RestfulServer(fhir);
    rest.registerProviders(spring.getBean("myResourceProvidersR4", ResourceProviderFactory.class).createProviders());
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler handler = new ServletContextHandler("/");
    handler.addServlet(new ServletHolder(rest), "/fhir/*");
    server.setHandler(handler);
    server.start();
    System.out.println("ready http://127.0.0.1:" + connector.getLocalPort() + "/fhir");
    while (System.in.read() != -1) { }
    Runtime.getRuntime().halt(0);
  }
}
