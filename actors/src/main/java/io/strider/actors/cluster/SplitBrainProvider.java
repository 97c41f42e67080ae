package io.strider.actors.cluster;

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.DowningProvider;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.sbr.DowningStrategy;
import org.apache.pekko.cluster.sbr.KeepMajority;
import org.apache.pekko.cluster.sbr.LeaseMajority;
import org.apache.pekko.cluster.sbr.LeaseMajoritySettings;
import org.apache.pekko.cluster.sbr.SplitBrainResolverProvider;
import org.apache.pekko.cluster.sbr.SplitBrainResolverSettings;
import org.apache.pekko.coordination.lease.scaladsl.Lease;
import org.apache.pekko.coordination.lease.scaladsl.LeaseProvider;
import scala.Option;
import scala.Some;
import scala.concurrent.duration.FiniteDuration;

/**
 * Pekko's split-brain resolver and its settings, {@code pekko.cluster.split-brain-resolver}, without what takes a cluster down in
 * which two processes die within {@code stable-after}: see {@link DeadObservers}. Pekko makes it, by {@code
 * pekko.cluster.downing-provider-class}. It mends keep-majority and lease-majority, which are Strider's own ({@link SplitBrain}); for
 * any other strategy the resolver is Pekko's, unchanged. Immutable.
 */
public final class SplitBrainProvider extends DowningProvider {

  private final ActorSystem system;
  private final SplitBrainResolverProvider pekko;

  /** For a system whose cluster is just starting. */
  public SplitBrainProvider(ActorSystem system) {
    this.system = system;
    this.pekko = new SplitBrainResolverProvider(system);
  }

  @Override
  public FiniteDuration downRemovalMargin() {
    return pekko.downRemovalMargin();
  }

  @Override
  public Option<Props> downingActorProps() {
    SplitBrainResolverSettings settings = new SplitBrainResolverSettings(system.settings().config());
    Cluster cluster = Cluster.get(system);
    String center = cluster.selfDataCenter();
    UniqueAddress self = cluster.selfUniqueAddress();
    String active = settings.DowningStrategy();
    if (active.equals(SplitBrainResolverSettings.KeepMajorityName())) {
      return resolver(settings, new KeepMajority(center, settings.keepMajorityRole(), self));
    }
    if (active.equals(SplitBrainResolverSettings.LeaseMajorityName())) {
      LeaseMajoritySettings own = settings.leaseMajoritySettings();
      Lease lease =
          LeaseProvider.get(system)
              .getLease(own.safeLeaseName(system.name()), own.leaseImplementation(), self.address().hostPort());
      return resolver(
          settings,
          new LeaseMajority(
              center, own.role(), lease, own.acquireLeaseDelayForMinority(), own.releaseAfter(), self));
    }
    return pekko.downingActorProps();
  }

  private static Option<Props> resolver(SplitBrainResolverSettings settings, DowningStrategy strategy) {
    return Some.apply(SplitBrainActor.props(settings.DowningStableAfter(), strategy));
  }
}
