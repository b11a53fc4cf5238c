namespace Itgrix.Runtime.Crms;

/// <summary>The part of the configuration for one CRM.</summary>
internal abstract record CrmOptions
{
    /// <summary>These options with those settings of a newer version that apply without a restart.</summary>
    public abstract CrmOptions WithLive(CrmOptions next);
}
