using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms;

/// <summary>Reads <c>distribution</c>, for every CRM.</summary>
internal static class RoutingReader
{
    public static DistributionOptions Read(ConfigSection section)
    {
        var options = new DistributionOptions(
            section.Flag("forward_to_responsible", otherwise: false), section.Flag("caller_name", otherwise: false));
        section.RejectUnknown();
        return options;
    }
}
