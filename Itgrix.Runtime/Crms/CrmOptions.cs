namespace Itgrix.Runtime.Crms;

/// <summary>The part of the configuration for one CRM.</summary>
internal abstract record CrmOptions;
