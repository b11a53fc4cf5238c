using System.Reflection;
using Itgrix.Hooks;
using Itgrix.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Itgrix.Tests.Hooks;

[TestClass]
public sealed class ContractTests
{
    // Named because authors ask for them; the vendor says "other fields can also be set" and the CRM's own pages name
    // them.
    private static readonly Dictionary<string, string[]> OfTheCrm = new()
    {
        ["customize_activity"] = ["SUBJECT", "DESCRIPTION", "RESPONSIBLE_ID"],
        ["customize_entity"] = ["COMMENTS", "SOURCE_ID", "ASSIGNED_BY_ID"],
        ["process_lead_update_params"] = ["pipeline_id", "status_id"],
        ["need_registration"] = ["result"],
    };

    public static IEnumerable<object[]> Ids() => HookCatalog.All.Select(hook => new object[] { hook.Id });

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public void Setting_a_property_sets_exactly_its_field(string id)
    {
        var hook = HookCatalog.Find(id)!;
        var sample = Samples.FieldsOf(hook);
        foreach (var name in OfTheCrm.GetValueOrDefault(hook.Name, []))
            sample[name] = "";

        Check(hook.Contract.GetNestedType("Input")!, sample, id);
        Check(hook.Contract.GetNestedType("Output")!, sample, id);
    }

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public void Every_property_of_the_input_reads_the_sample(string id)
    {
        var hook = HookCatalog.Find(id)!;
        var sample = Samples.FieldsOf(hook);
        var input = (HookData)Activator.CreateInstance(hook.Contract.GetNestedType("Input")!)!;
        input.Fields = sample;
        string[] absent =
        [
            .. OfTheCrm.GetValueOrDefault(hook.Name, []).Select(Member), "CallFull", "HasCallFull", "Stage", "Error",
            "CustomFields",
        ];

        foreach (var property in Named(input.GetType()).Where(property => !absent.Contains(property.Name)))
            property.GetValue(input).Should().NotBeNull($"{id} {property.Name}").And.NotBe("", $"{id} {property.Name}");
    }

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public void Every_field_of_a_request_has_a_property(string id)
    {
        var hook = HookCatalog.Find(id)!;
        var input = hook.Contract.GetNestedType("Input")!;
        var own = Samples.FieldsOf(hook).Properties().Select(field => field.Name).Where(name => !hook.IsReadOnly(name));

        var settable = Named(input).Where(property => property.SetMethod is { IsPublic: true })
            .Select(property => Set(input, property).Properties().Single().Name).Append("custom_fields_values");

        own.Should().BeSubsetOf(settable, id);
    }

    [TestMethod]
    public void Reading_a_contract_leaves_its_data_unchanged()
    {
        foreach (var hook in HookCatalog.All)
        {
            var input = (HookData)Activator.CreateInstance(hook.Contract.GetNestedType("Input")!)!;
            foreach (var property in Named(input.GetType())
                .Where(property => property.Name is not ("CallFull" or "HasCallFull")))
                property.GetValue(input);

            input.Fields.Should().BeEmpty(hook.Id);
        }
    }

    // Each property by itself, then those of the part that it is, in the same part of the sample.
    private static void Check(Type type, JObject sample, string path)
    {
        foreach (var property in Named(type).Where(property => property.SetMethod is { IsPublic: true }))
        {
            var name = Set(type, property).Properties()
                .Should().ContainSingle($"{path} {property.Name} is one field").Subject.Name;
            sample.Properties().Select(field => field.Name).Should().Contain(name, $"{path} {property.Name}");
            if (PartOf(property.PropertyType) is { } part && Inside(sample[name]) is { } inside)
                Check(part, inside, $"{path} {name}");
        }
    }

    private static JObject Set(Type type, PropertyInfo property)
    {
        var data = (HookData)Activator.CreateInstance(type)!;
        property.SetValue(data, Some(property.PropertyType));
        return data.Fields;
    }

    private static object Some(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { } text when text == typeof(string) => "x",
        { } number when number == typeof(long) => 5L,
        { } number when number == typeof(int) => 1,
        { } flag when flag == typeof(bool) => true,
        { } json when json == typeof(JToken) => new JValue("x"),
        { IsGenericType: true } list => ListOf(list.GetGenericArguments()[0]),
        var part => Activator.CreateInstance(part)!,
    };

    private static Array ListOf(Type item)
    {
        var list = Array.CreateInstance(item, 1);
        list.SetValue(Some(item), 0);
        return list;
    }

    private static IEnumerable<PropertyInfo> Named(Type type) =>
        type.GetProperties()
            .Where(property => property.Name is not "Fields" && property.GetIndexParameters().Length == 0);

    private static Type? PartOf(Type type)
    {
        var item = type.IsGenericType ? type.GetGenericArguments()[0] : type;
        return item.IsSubclassOf(typeof(HookData)) ? item : null;
    }

    private static JObject? Inside(JToken? token) => (token is JArray list ? list[0] : token) as JObject;

    private static string Member(string wire) =>
        string.Concat(wire.ToLowerInvariant().Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
