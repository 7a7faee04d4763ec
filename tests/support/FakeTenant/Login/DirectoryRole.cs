using System;

namespace StormDetect.FakeTenant;

/// <summary>Directory roles by name.</summary>
internal static class DirectoryRole
{
    /// <summary>The id of a built-in role's template, which is the same in every tenant.</summary>
    public static string Template(string name) => name switch
    {
        "Global Administrator" => "62e90394-69f5-4237-9190-012177145e10",
        "Global Reader" => "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
        "Security Reader" => "5d6b6bb7-de71-4623-b4af-96380a352509",
        "Security Administrator" => "194ae4cb-b126-40b2-bd5b-6091b380977d",
        "Reports Reader" => "4a5d8f65-41da-4de4-8968-e035b65339cf",
        "Exchange Administrator" => "29232cdf-9323-42fd-ade2-1d097af3e4de",
        "Compliance Administrator" => "17315797-102d-40b4-93e0-432062caca18",
        _ => new Guid(TokenIssuer.MD5Id("template " + name)).ToString("D"),
    };
}
