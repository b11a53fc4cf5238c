namespace Itgrix.Hooks.Kommo;

/// <summary>The call of an unsorted lead (<c>metadata</c>). Source: Kommo customizations, 13.</summary>
public sealed class UnsortedMetadata : HookData
{
    /// <summary>When the call was, Unix time in seconds.</summary>
    public long? CalledAt { get => Get<long?>("called_at"); set => Set("called_at", value); }

    /// <summary>Its length in seconds.</summary>
    public long? Duration { get => Get<long?>("duration"); set => Set("duration", value); }

    /// <summary>Who called.</summary>
    public string From { get => GetText("from"); set => Set("from", value); }

    /// <summary>Whether Kommo makes an event of it; <c>false</c> as it comes.</summary>
    public bool? IsCallEventNeeded
    {
        get => Get<bool?>("is_call_event_needed");
        set => Set("is_call_event_needed", value);
    }

    /// <summary>Link to the recording.</summary>
    public string Link { get => GetText("link"); set => Set("link", value); }

    /// <summary>The number that was called.</summary>
    public string Phone { get => GetText("phone"); set => Set("phone", value); }

    /// <summary>Name of the service, <c>itgrix_amo</c>.</summary>
    public string ServiceCode { get => GetText("service_code"); set => Set("service_code", value); }

    /// <summary>The linkedid of the call.</summary>
    public string Uniq { get => GetText("uniq"); set => Set("uniq", value); }
}
