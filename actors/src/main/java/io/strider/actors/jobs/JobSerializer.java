package io.strider.actors.jobs;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import io.strider.actors.cluster.KryoSerializer;
import io.strider.runtime.jobs.JobState;
import java.util.ArrayList;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;

/** Messages about jobs. */
public final class JobSerializer extends KryoSerializer {

  private static final int IDENTIFIER = 58_403;
  private static final String VERSION = "j1";

  /** Made by Pekko. */
  public JobSerializer(ExtendedActorSystem system) {
    super(system, IDENTIFIER, VERSION, JobMessage.class);
  }

  /** New classes go to the end; a changed one needs a new {@link #VERSION}. */
  @Override
  protected void register(Kryo kryo, Serializer<ActorRef<?>> refs) {
    int id = FIRST_ID;
    kryo.register(ArrayList.class, id++);
    kryo.register(refClass(), refs, id++);
    kryo.addDefaultSerializer(ActorRef.class, refs);
    kryo.register(ActorRef.class, refs, id++);
    kryo.register(JobState.Stage.class, id++);
    kryo.register(StageView.class, id++);
    kryo.register(JobProgress.class, id++);
    kryo.register(JobView.class, id++);
    kryo.register(JobList.class, id++);
    kryo.register(JobCoordinator.Submit.class, id++);
    kryo.register(JobCoordinator.Look.class, id++);
    kryo.register(JobCoordinator.Cancel.class, id++);
    kryo.register(JobCoordinator.ListJobs.class, id++);
    kryo.register(JobCoordinator.Report.class, id++);
    kryo.register(JobCoordinator.Told.class, id++);
    kryo.register(JobCoordinator.Accepted.class, id++);
    kryo.register(JobCoordinator.Refused.class, id++);
    kryo.register(JobCoordinator.Shown.class, id++);
    kryo.register(JobTrainer.Take.class, id++);
    kryo.register(JobTrainer.Stop.class, id++);
    kryo.register(JobTrainer.Forget.class, id);
  }
}
