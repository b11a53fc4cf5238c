using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>The switches of the widget; <c>null</c> leaves the configured value.</summary>
internal sealed record WidgetFunctions
{
    public bool? ForwardToResponsible { get; init; }

    public bool? CallerName { get; init; }

    public bool? ContactOnIncoming { get; init; }

    public bool? ContactOnOutgoing { get; init; }

    public bool? TaskOnNewContact { get; init; }

    public bool? TaskOnMissed { get; init; }

    /// <exception cref="WidgetException">A switch is no boolean.</exception>
    public static WidgetFunctions Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new WidgetException($"functions is {JsonValues.Name(json)}: an object of switches is expected.");
        return new()
        {
            ForwardToResponsible = Switch("forward_to_responsible"),
            CallerName = Switch("caller_name"),
            ContactOnIncoming = Switch("contact_on_incoming"),
            ContactOnOutgoing = Switch("contact_on_outgoing"),
            TaskOnNewContact = Switch("task_on_new_contact"),
            TaskOnMissed = Switch("task_on_missed"),
        };

        bool? Switch(string name) => json.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Null => null,
            _ => throw new WidgetException($"functions.{name} is {JsonValues.Name(value)}: true or false is expected."),
        } : null;
    }

    public JsonObject ToJson() => new()
    {
        ["forward_to_responsible"] = ForwardToResponsible,
        ["caller_name"] = CallerName,
        ["contact_on_incoming"] = ContactOnIncoming,
        ["contact_on_outgoing"] = ContactOnOutgoing,
        ["task_on_new_contact"] = TaskOnNewContact,
        ["task_on_missed"] = TaskOnMissed,
    };

    public KommoCallOptions ApplyTo(KommoCallOptions configured) => configured with
    {
        Create = new(
            Kind(configured.Create.Incoming, ContactOnIncoming), Kind(configured.Create.Outgoing, ContactOnOutgoing)),
        Distribution = new(
            ForwardToResponsible ?? configured.Distribution.ToResponsible,
            CallerName ?? configured.Distribution.ShowsName),
        TaskOnNewContact = configured.TaskOnNewContact with
        {
            IsOn = TaskOnNewContact ?? configured.TaskOnNewContact.IsOn,
        },
        // The widget offers the task for clients that Kommo has.
        TaskOnMissed = configured.TaskOnMissed with
        {
            Incoming = TaskOnMissed ?? configured.TaskOnMissed.Incoming,
            OnlyKnown = TaskOnMissed == true || configured.TaskOnMissed.OnlyKnown,
        },
        // The widget offers the task for the employee who did not answer.
        MissedResponsible = TaskOnMissed == true ? MissedResponsible.LastUser : configured.MissedResponsible,
    };

    // Where leads are configured, the switch turns leads on and off.
    private static KommoClientKind Kind(KommoClientKind configured, bool? isOn) => isOn switch
    {
        false => KommoClientKind.Nothing,
        true when configured == KommoClientKind.Nothing => KommoClientKind.Contact,
        _ => configured,
    };
}
