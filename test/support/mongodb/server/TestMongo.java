import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.net.InetSocketAddress;
import java.util.List;
import org.h2.mvstore.MVStore;

/**
 * A server of MongoDB's protocol that others wrote, on one file: TestMongo FILE PORT. Says its port, and ends when its
 * standard input does, so that it never outlives the tests that started it.
 */
public final class TestMongo {
  /** The driver refuses servers older than 4.4; what this one lacks of a 5.0 is nothing that Keyledger uses. */
  private static final class Five implements MongoVersion {
    @Override
    public List<Integer> getVersionArray() {
      return List.of(5, 0, 0);
    }

    @Override
    public int getWireVersion() {
      return 13;
    }
  }

  /** What was answered is in the file, as journaled writes are: a killed server loses nothing. */
  private static final class Journaled extends H2Backend {
    Journaled(MVStore store) {
      super(store);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
      Document answer = super.handleMessage(message);
      if (message.getDocument().containsKey("writeConcern")) {
        getMvStore().commit();
      }
      return answer;
    }
  }

  public static void main(String[] args) throws Exception {
    MVStore store = new MVStore.Builder().fileName(args[0]).autoCommitDisabled().open();
    Journaled backend = new Journaled(store);
    backend.version(new Five());
    MongoServer server = new MongoServer(backend);
    server.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[1])));
    System.out.println("port " + server.getLocalAddress().getPort());
    while (System.in.read() >= 0) {
      continue;
    }
    System.exit(0);
  }
}
